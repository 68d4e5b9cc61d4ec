import type { Labels } from '@bongsu/model';
import { UNKNOWN_SERVICE } from '../otlp/service-name.js';

/** Labels that Loki takes a service's name from, in its order (`discover_service_name`, Loki 3.8). */
export const SERVICE_NAME_LABELS = [
  'service',
  'app',
  'application',
  'app_name',
  'name',
  'app_kubernetes_io_name',
  'container',
  'container_name',
  'k8s_container_name',
  'component',
  'workload',
  'job',
  'k8s_job_name',
] as const;

/** The service of a stream without a label `service_name`. */
export function discoverService(labels: Labels): string {
  const found = SERVICE_NAME_LABELS.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
  return found ?? UNKNOWN_SERVICE;
}
