import type { V1Service } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { hostPort, objectLabels, present } from './meta-labels.js';

/** A target for each port of a service, by its DNS name. */
export function serviceTargets(service: V1Service): readonly Labels[] {
  const { spec } = service;
  const host = `${service.metadata?.name ?? ''}.${service.metadata?.namespace ?? ''}.svc`;
  return (spec?.ports ?? []).map((port) => ({
    __meta_kubernetes_namespace: service.metadata?.namespace ?? '',
    ...serviceLabels(service),
    ...present({
      __meta_kubernetes_service_type: spec?.type,
      __meta_kubernetes_service_port_name: port.name ?? '',
      __meta_kubernetes_service_port_number: String(port.port),
      __meta_kubernetes_service_port_protocol: port.protocol ?? 'TCP',
      __meta_kubernetes_service_external_name: spec?.type === 'ExternalName' ? (spec.externalName ?? '') : undefined,
      __meta_kubernetes_service_cluster_ip: spec?.type === 'ExternalName' ? undefined : (spec?.clusterIP ?? ''),
      __meta_kubernetes_service_loadbalancer_ip:
        spec?.type === 'LoadBalancer' ? (spec.loadBalancerIP ?? '') : undefined,
    }),
    __address__: hostPort(host, port.port),
  }));
}

/** What is known of a service, also of those behind endpoints. */
export const serviceLabels = (service: V1Service): Labels => ({
  __meta_kubernetes_service_name: service.metadata?.name ?? '',
  ...objectLabels('service', service.metadata),
});
