import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { YamlMap, YamlNode } from '../../../config/yaml-node.js';
import { DEFAULT_HTTP_CLIENT, readHttpClient, type HttpClientConfig } from '../../config/http-client-config.js';

export const KUBERNETES_ROLES = ['node', 'service', 'pod', 'endpoints', 'endpointslice', 'ingress'] as const;
export type KubernetesRole = (typeof KUBERNETES_ROLES)[number];

/** What objects of a kind must have to be watched; '' asks nothing. The API server decides what a text means. */
export interface KubernetesSelector {
  readonly role: KubernetesRole;
  readonly label: string;
  readonly field: string;
}

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
  readonly selectors: readonly KubernetesSelector[];
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
  for (const problem of contradictions(config)) entry.error(problem);
  return config;
}

/** Keys that cannot stand together. */
function* contradictions(config: KubernetesDiscoveryConfig): Iterable<string> {
  const ownClient = !isDeepStrictEqual(config.client, DEFAULT_HTTP_CLIENT);
  if (ownClient && config.kubeconfigFile !== '') {
    yield "cannot use a custom HTTP client configuration together with 'kubeconfig_file'";
  } else if (ownClient && config.apiServer === '') {
    yield "to use custom HTTP client configuration please provide the 'api_server' URL explicitly";
  }
  if (config.ownNamespace && config.apiServer !== '') {
    yield "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously";
  }
  if (config.ownNamespace && config.kubeconfigFile !== '') {
    yield "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously";
  }
  const selectable = selectableRoles(config);
  const seen = new Set<KubernetesRole>();
  for (const { role } of config.selectors) {
    if (seen.has(role)) yield `duplicated selector role: ${role}`;
    else if (!selectable.includes(role)) yield `${config.role} role supports only ${selectable.join(', ')} selectors`;
    seen.add(role);
  }
}

/** The kinds of objects that a role watches and selectors may narrow. */
function selectableRoles({ role, attachNode }: KubernetesDiscoveryConfig): readonly KubernetesRole[] {
  if (role === 'endpoints' || role === 'endpointslice') return ['pod', 'service', role];
  return role === 'pod' && attachNode ? ['pod', 'node'] : [role];
}

function readSelector(node: YamlNode): KubernetesSelector {
  const map = node.map();
  const selector = {
    role: map?.take('role')?.oneOf(KUBERNETES_ROLES, 'pod') ?? 'pod',
    label: map?.take('label')?.text() ?? '',
    field: map?.take('field')?.text() ?? '',
  };
  map?.finish();
  return selector;
}
