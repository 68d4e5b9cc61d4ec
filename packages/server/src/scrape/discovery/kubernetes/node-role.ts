import type { V1Node } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { sanitizedLabel } from '../target-list.js';
import { hostPort, objectLabels, present } from './meta-labels.js';

/** Kinds of node addresses in falling preference (discovery/kubernetes/node.go). */
const PREFERENCE = ['InternalIP', 'InternalDNS', 'ExternalIP', 'ExternalDNS', 'LegacyHostIP', 'Hostname'];

/** The kubelet of a node. */
export function nodeTargets(node: V1Node): readonly Labels[] {
  const addresses = node.status?.addresses ?? [];
  const address = PREFERENCE.flatMap((type) => addresses.find((each) => each.type === type) ?? [])[0]?.address;
  if (address === undefined) return [];
  const name = node.metadata?.name ?? '';
  const byType = Object.fromEntries(
    // The first of a type counts.
    [...addresses]
      .reverse()
      .map((each) => [`__meta_kubernetes_node_address_${sanitizedLabel(each.type)}`, each.address]),
  );
  return [
    {
      ...nodeLabels(node),
      ...byType,
      ...present({ __meta_kubernetes_node_provider_id: node.spec?.providerID }),
      __address__: hostPort(address, node.status?.daemonEndpoints?.kubeletEndpoint?.Port),
      instance: name,
    },
  ];
}

/** What is known of a node, also as `attach_metadata: {node: true}`. */
export const nodeLabels = (node: V1Node): Labels => ({
  __meta_kubernetes_node_name: node.metadata?.name ?? '',
  ...objectLabels('node', node.metadata),
});
