import type { V1Container, V1ContainerPort, V1Pod } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { hostPort, objectLabels, present } from './meta-labels.js';

/** A target for each port of each container; one without a port for a container that declares none. */
export function podTargets(pod: V1Pod): readonly Labels[] {
  const address = pod.status?.podIP ?? '';
  // Pods that have no address yet cannot be scraped.
  if (address === '') return [];
  const common = { __meta_kubernetes_namespace: pod.metadata?.namespace ?? '', ...podLabels(pod) };
  const containers: [V1Container, boolean][] = [
    ...(pod.spec?.containers ?? []).map((one): [V1Container, boolean] => [one, false]),
    ...(pod.spec?.initContainers ?? []).map((one): [V1Container, boolean] => [one, true]),
  ];
  return containers.flatMap(([container, init]) => {
    const ports = container.ports ?? [];
    const targets = ports.length === 0 ? [undefined] : ports;
    return targets.map((port) => ({
      ...common,
      ...containerLabels(pod, container, init, port),
      __address__: hostPort(address, port?.containerPort),
    }));
  });
}

/** Labels of a container and, where it has one, its port. */
export function containerLabels(
  pod: V1Pod,
  container: V1Container,
  init: boolean,
  port: V1ContainerPort | undefined,
): Labels {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const id = statuses.find((each) => each.name === container.name)?.containerID;
  return present({
    __meta_kubernetes_pod_container_name: container.name,
    __meta_kubernetes_pod_container_id: id ?? '',
    __meta_kubernetes_pod_container_image: container.image ?? '',
    __meta_kubernetes_pod_container_init: String(init),
    __meta_kubernetes_pod_container_port_name: port === undefined ? undefined : (port.name ?? ''),
    __meta_kubernetes_pod_container_port_number: port === undefined ? undefined : String(port.containerPort),
    __meta_kubernetes_pod_container_port_protocol: port === undefined ? undefined : (port.protocol ?? 'TCP'),
  });
}

/** What is known of a pod, also of those behind endpoints. */
export function podLabels(pod: V1Pod): Labels {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'unknown';
  const controller = pod.metadata?.ownerReferences?.find((owner) => owner.controller === true);
  return {
    ...present({
      __meta_kubernetes_pod_name: pod.metadata?.name ?? '',
      __meta_kubernetes_pod_ip: pod.status?.podIP ?? '',
      __meta_kubernetes_pod_ready: ready.toLowerCase(),
      __meta_kubernetes_pod_phase: pod.status?.phase ?? '',
      __meta_kubernetes_pod_node_name: pod.spec?.nodeName ?? '',
      __meta_kubernetes_pod_host_ip: pod.status?.hostIP ?? '',
      __meta_kubernetes_pod_uid: pod.metadata?.uid ?? '',
      __meta_kubernetes_pod_controller_kind: controller?.kind,
      __meta_kubernetes_pod_controller_name: controller?.name,
    }),
    ...objectLabels('pod', pod.metadata),
  };
}
