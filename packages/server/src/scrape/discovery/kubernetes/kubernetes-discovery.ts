import { readFileSync } from 'node:fs';
import type { Labels } from '@bongsu/model';
import type * as Kubernetes from '@kubernetes/client-node';
import type {
  Informer,
  KubeConfig,
  KubernetesListObject,
  KubernetesObject,
  ObjectCache,
  V1EndpointSlice,
  V1Endpoints,
  V1Ingress,
  V1Namespace,
  V1Node,
  V1Pod,
  V1Service,
} from '@kubernetes/client-node';
import { secretText } from '../../config/http-client-config.js';
import type { Discovery, TargetGroup } from '../discovery.js';
import { endpointSliceTargets, SERVICE_OF_SLICE } from './endpointslice-role.js';
import { endpointsTargets, type EndpointContext } from './endpoints-role.js';
import { ingressTargets } from './ingress-role.js';
import type { KubernetesDiscoveryConfig, KubernetesRole, KubernetesSelector } from './kubernetes-config.js';
import { objectLabels } from './meta-labels.js';
import { nodeLabels, nodeTargets } from './node-role.js';
import { podTargets } from './pod-role.js';
import { serviceTargets } from './service-role.js';

/** The library is loaded on first use: it is large, and few installations run on Kubernetes. */
type Library = typeof Kubernetes;

/** Where a service account finds the namespace it lives in. */
const OWN_NAMESPACE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
/** After a watch broke. */
const AGAIN_MS = 5000;
/** Changes come in bursts; one report serves them all. */
const SETTLE_MS = 200;

/** `kubernetes_sd_configs`: objects are listed once and watched from then on. */
export function kubernetesDiscovery(config: KubernetesDiscoveryConfig): Discovery {
  return {
    run(report, failed, signal) {
      follow(config, report, failed, signal).catch((error: unknown) => failed(reasonOf(error)));
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function follow(
  config: KubernetesDiscoveryConfig,
  report: (groups: readonly TargetGroup[]) => void,
  failed: (reason: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const library = await import('@kubernetes/client-node');
  const cluster = clusterOf(library, config);
  const watched = new Watched();
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      report([{ source: `kubernetes/${config.role}`, labels: {}, targets: watched.targets(config) }]);
    }, SETTLE_MS);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const namespaces = config.ownNamespace
    ? [...config.namespaces, readFileSync(OWN_NAMESPACE, 'utf8').trim()]
    : config.namespaces;
  for (const kind of kindsOf(config)) {
    // One of a kind at most.
    const selector = config.selectors.find(({ role }) => role === kind);
    // Nodes and namespaces live outside of namespaces.
    const places = namespaces.length === 0 || kind === 'node' || kind === 'namespace' ? [undefined] : namespaces;
    for (const namespace of places) {
      const informer = inform(library, cluster, kind, namespace, selector);
      watched.add(kind, informer);
      watch(informer, changed, (reason) => failed(`${kind}: ${reason}`), signal);
    }
  }
}

function watch(
  informer: Informer<KubernetesObject>,
  changed: () => void,
  failed: (reason: string) => void,
  signal: AbortSignal,
): void {
  const start = (): void => {
    if (signal.aborted) return;
    informer.start().then(changed, again);
  };
  const again = (error?: unknown): void => {
    if (signal.aborted) return;
    failed(reasonOf(error));
    setTimeout(start, AGAIN_MS).unref();
  };
  informer.on('change', changed);
  informer.on('delete', changed);
  informer.on('error', again);
  signal.addEventListener('abort', () => void informer.stop(), { once: true });
  start();
}

function clusterOf({ KubeConfig }: Library, config: KubernetesDiscoveryConfig): KubeConfig {
  const cluster = new KubeConfig();
  if (config.kubeconfigFile !== '') {
    cluster.loadFromFile(config.kubeconfigFile);
  } else if (config.apiServer === '') {
    cluster.loadFromCluster();
  } else {
    const { basicAuth, authorization, tls } = config.client;
    const user = {
      name: 'user',
      ...(authorization === undefined ? {} : { token: secretText(authorization.credentials) }),
      ...(basicAuth === undefined
        ? {}
        : { username: secretText(basicAuth.username), password: secretText(basicAuth.password) }),
      ...(tls.certFile === undefined ? {} : { certFile: tls.certFile }),
      ...(tls.keyFile === undefined ? {} : { keyFile: tls.keyFile }),
    };
    const server = {
      name: 'cluster',
      server: config.apiServer,
      // Without TLS (as `kubectl proxy` serves it) there is nothing to verify, and the library insists on being told.
      skipTLSVerify: tls.insecureSkipVerify || config.apiServer.startsWith('http:'),
      ...(tls.caFile === undefined ? {} : { caFile: tls.caFile }),
    };
    cluster.loadFromClusterAndUser(server, user);
  }
  return cluster;
}

type Kind = KubernetesRole | 'namespace';

/** What a role watches: endpoints name their service and their pods, and metadata can be attached. */
function kindsOf({ role, attachNode, attachNamespace }: KubernetesDiscoveryConfig): readonly Kind[] {
  const kinds: Kind[] = role === 'endpoints' || role === 'endpointslice' ? [role, 'service', 'pod'] : [role];
  if (attachNode && role !== 'node') kinds.push('node');
  if (attachNamespace) kinds.push('namespace');
  return kinds;
}

type Cache = Informer<KubernetesObject> & ObjectCache<KubernetesObject>;

function inform(
  library: Library,
  cluster: KubeConfig,
  kind: Kind,
  namespace: string | undefined,
  selector: KubernetesSelector | undefined,
): Cache {
  const core = cluster.makeApiClient(library.CoreV1Api);
  const labels = selector?.label || undefined;
  const fields = selector?.field || undefined;
  const options = { ...(labels && { labelSelector: labels }), ...(fields && { fieldSelector: fields }) };
  const make = (group: string, plural: string, list: () => Promise<KubernetesListObject<KubernetesObject>>): Cache => {
    const path = namespace === undefined ? `${group}/${plural}` : `${group}/namespaces/${namespace}/${plural}`;
    return new library.ListWatch(path, new library.Watch(cluster), list, false, labels, fields);
  };
  switch (kind) {
    case 'node':
      return make('/api/v1', 'nodes', () => core.listNode(options));
    case 'namespace':
      return make('/api/v1', 'namespaces', () => core.listNamespace(options));
    case 'service':
      return make('/api/v1', 'services', () =>
        namespace === undefined
          ? core.listServiceForAllNamespaces(options)
          : core.listNamespacedService({ namespace, ...options }),
      );
    case 'pod':
      return make('/api/v1', 'pods', () =>
        namespace === undefined
          ? core.listPodForAllNamespaces(options)
          : core.listNamespacedPod({ namespace, ...options }),
      );
    case 'endpoints':
      return make('/api/v1', 'endpoints', () =>
        namespace === undefined
          ? core.listEndpointsForAllNamespaces(options)
          : core.listNamespacedEndpoints({ namespace, ...options }),
      );
    case 'endpointslice': {
      const discovery = cluster.makeApiClient(library.DiscoveryV1Api);
      return make('/apis/discovery.k8s.io/v1', 'endpointslices', () =>
        namespace === undefined
          ? discovery.listEndpointSliceForAllNamespaces(options)
          : discovery.listNamespacedEndpointSlice({ namespace, ...options }),
      );
    }
    case 'ingress': {
      const networking = cluster.makeApiClient(library.NetworkingV1Api);
      return make('/apis/networking.k8s.io/v1', 'ingresses', () =>
        namespace === undefined
          ? networking.listIngressForAllNamespaces(options)
          : networking.listNamespacedIngress({ namespace, ...options }),
      );
    }
  }
}

/** The objects as they are known now. */
class Watched {
  readonly #caches = new Map<Kind, Cache[]>();

  add(kind: Kind, cache: Cache): void {
    this.#caches.set(kind, [...(this.#caches.get(kind) ?? []), cache]);
  }

  #list<T extends KubernetesObject>(kind: Kind): readonly T[] {
    return (this.#caches.get(kind) ?? []).flatMap((cache) => cache.list() as unknown as T[]);
  }

  targets(config: KubernetesDiscoveryConfig): readonly Labels[] {
    switch (config.role) {
      case 'node':
        return this.#list<V1Node>('node').flatMap(nodeTargets);
      case 'service':
        return this.#attached(this.#list<V1Service>('service'), serviceTargets, config);
      case 'pod':
        return this.#attached(this.#list<V1Pod>('pod'), podTargets, config);
      case 'ingress':
        return this.#attached(this.#list<V1Ingress>('ingress'), ingressTargets, config);
      case 'endpoints':
        return this.#attached(
          this.#list<V1Endpoints>('endpoints'),
          (one) => endpointsTargets(one, this.#context(one.metadata?.namespace, one.metadata?.name)),
          config,
        );
      case 'endpointslice':
        return this.#attached(
          this.#list<V1EndpointSlice>('endpointslice'),
          (one) =>
            endpointSliceTargets(one, this.#context(one.metadata?.namespace, one.metadata?.labels?.[SERVICE_OF_SLICE])),
          config,
        );
    }
  }

  #context(namespace: string | undefined, service: string | undefined): EndpointContext {
    const of = (object: KubernetesObject, ns: string | undefined, name: string | undefined): boolean =>
      object.metadata?.namespace === ns && object.metadata?.name === name;
    return {
      service: this.#list<V1Service>('service').find((each) => of(each, namespace, service)),
      pod: (ns, name) => this.#list<V1Pod>('pod').find((each) => of(each, ns, name)),
    };
  }

  /** Targets with `attach_metadata` of their node and namespace. */
  #attached<T extends KubernetesObject>(
    objects: readonly T[],
    targetsOf: (object: T) => readonly Labels[],
    { attachNode, attachNamespace }: KubernetesDiscoveryConfig,
  ): readonly Labels[] {
    return objects.flatMap((object) => {
      const namespace = attachNamespace
        ? this.#list<V1Namespace>('namespace').find((each) => each.metadata?.name === object.metadata?.namespace)
        : undefined;
      return targetsOf(object).map((target) => {
        const name = target['__meta_kubernetes_pod_node_name'] ?? target['__meta_kubernetes_endpoint_node_name'];
        const node = attachNode ? this.#list<V1Node>('node').find((each) => each.metadata?.name === name) : undefined;
        return {
          ...target,
          ...(node === undefined ? {} : nodeLabels(node)),
          ...(namespace === undefined ? {} : objectLabels('namespace', namespace.metadata)),
        };
      });
    });
  }
}
