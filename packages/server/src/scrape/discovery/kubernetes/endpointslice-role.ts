import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { backingPod, type EndpointContext } from './endpoints-role.js';
import { hostPort, objectLabels, present } from './meta-labels.js';
import { serviceLabels } from './service-role.js';

/** The label by which a slice names its service. */
export const SERVICE_OF_SLICE = 'kubernetes.io/service-name';

/** A target for each address and port of a slice. */
export function endpointSliceTargets(slice: V1EndpointSlice, context: EndpointContext): readonly Labels[] {
  const namespace = slice.metadata?.namespace ?? '';
  const common = {
    __meta_kubernetes_namespace: namespace,
    __meta_kubernetes_endpointslice_name: slice.metadata?.name ?? '',
    __meta_kubernetes_endpointslice_address_type: slice.addressType,
    ...objectLabels('endpointslice', slice.metadata),
    ...(context.service === undefined ? {} : serviceLabels(context.service)),
  };
  return (slice.ports ?? []).flatMap((port) =>
    slice.endpoints.flatMap((endpoint) =>
      endpoint.addresses.map((address) => ({
        ...common,
        ...present({
          __address__: hostPort(address, port.port),
          __meta_kubernetes_endpointslice_port: port.port === undefined ? undefined : String(port.port),
          __meta_kubernetes_endpointslice_port_name: port.name ?? '',
          __meta_kubernetes_endpointslice_port_protocol: port.protocol ?? 'TCP',
          __meta_kubernetes_endpointslice_port_app_protocol: port.appProtocol,
          __meta_kubernetes_endpointslice_endpoint_conditions_ready: flag(endpoint.conditions?.ready),
          __meta_kubernetes_endpointslice_endpoint_conditions_serving: flag(endpoint.conditions?.serving),
          __meta_kubernetes_endpointslice_endpoint_conditions_terminating: flag(endpoint.conditions?.terminating),
          __meta_kubernetes_endpointslice_endpoint_hostname: endpoint.hostname,
          __meta_kubernetes_endpointslice_endpoint_node_name: endpoint.nodeName,
          __meta_kubernetes_endpointslice_endpoint_zone: endpoint.zone,
          __meta_kubernetes_endpointslice_address_target_kind: endpoint.targetRef?.kind,
          __meta_kubernetes_endpointslice_address_target_name: endpoint.targetRef?.name,
        }),
        ...backingPod(endpoint.targetRef, namespace, port.port, context),
      })),
    ),
  );
}

const flag = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value));
