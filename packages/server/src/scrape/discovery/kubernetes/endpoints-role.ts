import type { CoreV1EndpointPort, V1EndpointAddress, V1Endpoints, V1Pod, V1Service } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { hostPort, objectLabels, present } from './meta-labels.js';
import { containerLabels, podLabels } from './pod-role.js';
import { serviceLabels } from './service-role.js';

/** Finds what stands behind an endpoint. */
export interface EndpointContext {
  readonly service: V1Service | undefined;
  pod(namespace: string, name: string): V1Pod | undefined;
}

/** A target for each address and port, with what is known of the service and the pod behind it. */
export function endpointsTargets(endpoints: V1Endpoints, context: EndpointContext): readonly Labels[] {
  const namespace = endpoints.metadata?.namespace ?? '';
  const common = {
    __meta_kubernetes_namespace: namespace,
    __meta_kubernetes_endpoints_name: endpoints.metadata?.name ?? '',
    ...objectLabels('endpoints', endpoints.metadata),
    ...(context.service === undefined ? {} : serviceLabels(context.service)),
  };
  return (endpoints.subsets ?? []).flatMap(({ addresses, notReadyAddresses, ports }) =>
    (ports ?? []).flatMap((port) => [
      ...(addresses ?? []).map((address) => ({ ...common, ...endpoint(namespace, address, port, true, context) })),
      ...(notReadyAddresses ?? []).map((address) => ({
        ...common,
        ...endpoint(namespace, address, port, false, context),
      })),
    ]),
  );
}

function endpoint(
  namespace: string,
  address: V1EndpointAddress,
  port: CoreV1EndpointPort,
  ready: boolean,
  context: EndpointContext,
): Labels {
  const target = address.targetRef;
  return {
    ...present({
      __address__: hostPort(address.ip, port.port),
      __meta_kubernetes_endpoint_port_name: port.name ?? '',
      __meta_kubernetes_endpoint_port_protocol: port.protocol ?? 'TCP',
      __meta_kubernetes_endpoint_ready: String(ready),
      __meta_kubernetes_endpoint_address_target_kind: target?.kind,
      __meta_kubernetes_endpoint_address_target_name: target?.name,
      __meta_kubernetes_endpoint_node_name: address.nodeName,
      __meta_kubernetes_endpoint_hostname: address.hostname,
    }),
    ...backingPod(target, namespace, port.port, context),
  };
}

/** Labels of the pod an address points at, and of its container whose port it is. */
export function backingPod(
  target: { readonly kind?: string; readonly name?: string; readonly namespace?: string } | undefined,
  namespace: string,
  port: number | undefined,
  context: EndpointContext,
): Labels {
  if (target?.kind !== 'Pod' || target.name === undefined) return {};
  const pod = context.pod(target.namespace ?? namespace, target.name);
  if (pod === undefined) return {};
  for (const container of pod.spec?.containers ?? []) {
    const own = container.ports?.find(({ containerPort }) => containerPort === port);
    if (own !== undefined) return { ...podLabels(pod), ...containerLabels(pod, container, false, own) };
  }
  return podLabels(pod);
}
