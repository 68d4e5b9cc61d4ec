import { resolve } from 'node:path';
import type { YamlMap, YamlNode } from '../../../config/yaml-node.js';
import { readHttpClient, type HttpClientConfig } from '../../config/http-client-config.js';

export const KUBERNETES_ROLES = ['node', 'service', 'pod', 'endpoints', 'endpointslice', 'ingress'] as const;
export type KubernetesRole = (typeof KUBERNETES_ROLES)[number];

export interface KubernetesDiscoveryConfig {
  readonly kind: 'kubernetes';
  readonly role: KubernetesRole;
  /** '' for the cluster this process runs in. */
  readonly apiServer: string;
  /** '' for none. */
  readonly kubeconfigFile: string;
  /** Empty for all. */
  readonly namespaces: readonly string[];
  readonly ownNamespace: boolean;
  readonly selectors: readonly { readonly role: KubernetesRole; readonly label: string }[];
  readonly attachNode: boolean;
  readonly attachNamespace: boolean;
  readonly client: HttpClientConfig;
}

export function readKubernetesDiscovery(entry: YamlMap, folder: string): KubernetesDiscoveryConfig {
  const role = entry.take('role');
  if (role === undefined) entry.error(`role missing (one of: ${KUBERNETES_ROLES.join(', ')})`);
  const apiServer = entry.take('api_server');
  const kubeconfig = entry.take('kubeconfig_file');
  if (apiServer !== undefined && kubeconfig !== undefined && !apiServer.isEmpty && !kubeconfig.isEmpty) {
    kubeconfig.error("cannot use 'kubeconfig_file' and 'api_server' simultaneously");
  }
  const namespaces = entry.take('namespaces')?.map();
  const attach = entry.take('attach_metadata')?.map();
  const config: KubernetesDiscoveryConfig = {
    kind: 'kubernetes',
    role: role?.oneOf(KUBERNETES_ROLES, 'pod') ?? 'pod',
    apiServer: apiServer?.text() ?? '',
    kubeconfigFile: kubeconfig === undefined || kubeconfig.isEmpty ? '' : resolve(folder, kubeconfig.text()),
    namespaces: (namespaces?.take('names')?.list() ?? []).map((name) => name.text()),
    ownNamespace: namespaces?.take('own_namespace')?.boolean() ?? false,
    selectors: (entry.take('selectors')?.list() ?? []).map(readSelector),
    attachNode: attach?.take('node')?.boolean() ?? false,
    attachNamespace: attach?.take('namespace')?.boolean() ?? false,
    client: readHttpClient(entry, folder),
  };
  namespaces?.finish();
  attach?.finish();
  return config;
}

function readSelector(node: YamlNode): KubernetesDiscoveryConfig['selectors'][number] {
  const map = node.map();
  const selector = {
    role: map?.take('role')?.oneOf(KUBERNETES_ROLES, 'pod') ?? 'pod',
    label: map?.take('label')?.text() ?? '',
  };
  const field = map?.take('field');
  if (field !== undefined && !field.isEmpty) field.error('is not supported: select by label');
  map?.finish();
  return selector;
}
