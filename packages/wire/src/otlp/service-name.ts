import type { TypedAttribute } from '@bongsu/model';

/** What Loki and the OTel specification call a service that does not say its name. */
export const UNKNOWN_SERVICE = 'unknown_service';

/**
 * Where Loki looks for a service name when `service.name` is absent: of the names it discovers services by, those
 * that are stream labels of OTLP (pkg/loghttp/push, Loki 3.8). The first in the order of the resource wins.
 */
const DISCOVERED_FROM: ReadonlySet<string> = new Set(['container.name', 'k8s.container.name', 'k8s.job.name']);

/** The service of a resource: `service.name`, else what Loki would discover, else {@link UNKNOWN_SERVICE}. */
export function serviceOf(attributes: readonly TypedAttribute[]): string {
  const named = attributes.find((a) => a.key === 'service.name' && a.value !== '');
  const service = named ?? attributes.find((a) => DISCOVERED_FROM.has(a.key) && a.value !== '');
  return service?.value ?? UNKNOWN_SERVICE;
}
