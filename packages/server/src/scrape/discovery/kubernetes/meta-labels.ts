import type { V1ObjectMeta } from '@kubernetes/client-node';
import type { Labels } from '@bongsu/model';
import { sanitizedLabel } from '../target-list.js';

/** `__meta_kubernetes_<what>_label_*`, `_labelpresent_*`, `_annotation_*` and `_annotationpresent_*`. */
export function objectLabels(what: string, meta: V1ObjectMeta | undefined): Labels {
  const labels: Record<string, string> = {};
  const prefix = `__meta_kubernetes_${what}`;
  for (const [name, value] of Object.entries(meta?.labels ?? {})) {
    labels[`${prefix}_label_${sanitizedLabel(name)}`] = value;
    labels[`${prefix}_labelpresent_${sanitizedLabel(name)}`] = 'true';
  }
  for (const [name, value] of Object.entries(meta?.annotations ?? {})) {
    labels[`${prefix}_annotation_${sanitizedLabel(name)}`] = value;
    labels[`${prefix}_annotationpresent_${sanitizedLabel(name)}`] = 'true';
  }
  return labels;
}

/** `host:port`, with brackets around an IPv6 address; the address alone without a port. */
export function hostPort(host: string, port: number | undefined): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? shown : `${shown}:${port}`;
}

/** Labels without those that have nothing to say. */
export const present = (labels: Readonly<Record<string, string | undefined>>): Labels =>
  Object.fromEntries(Object.entries(labels).filter((pair): pair is [string, string] => pair[1] !== undefined));
