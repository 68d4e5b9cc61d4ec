import type { V1Ingress } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { objectLabels, present } from './meta-labels.js';

/** A target for each host and path of an ingress: for probes from outside. */
export function ingressTargets(ingress: V1Ingress): readonly Labels[] {
  const secured = (ingress.spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? []);
  return (ingress.spec?.rules ?? []).flatMap((rule) => {
    const host = rule.host ?? '*';
    const paths = (rule.http?.paths ?? []).map(({ path }) => path ?? '/');
    return (paths.length === 0 ? ['/'] : paths).map((path) => ({
      __address__: host,
      __meta_kubernetes_namespace: ingress.metadata?.namespace ?? '',
      __meta_kubernetes_ingress_name: ingress.metadata?.name ?? '',
      ...objectLabels('ingress', ingress.metadata),
      ...present({ __meta_kubernetes_ingress_class_name: ingress.spec?.ingressClassName }),
      __meta_kubernetes_ingress_scheme: secured.some((pattern) => covers(pattern, host)) ? 'https' : 'http',
      __meta_kubernetes_ingress_host: host,
      __meta_kubernetes_ingress_path: path,
    }));
  });
}

/** Whether a certificate for `pattern` serves `host`: a leading `*` stands for one label. */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.')) === pattern.slice(1);
}
