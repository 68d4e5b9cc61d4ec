import { fingerprintOf, labelsKey, type StreamDef, type Tenant } from '@bongsu/model';
import { BoundedMap } from '../bounded-map.js';
import type { ResourceEntry } from '../resource.js';

/**
 * The resource attributes that become stream labels, dots as underscores: Loki's default list
 * (`default_resource_attributes_as_index_labels`, Loki 3.8). Everything else stays with the resource.
 */
export const STREAM_LABEL_ATTRIBUTES: readonly string[] = [
  'service.name',
  'service.namespace',
  'service.instance.id',
  'deployment.environment',
  'deployment.environment.name',
  'cloud.region',
  'cloud.availability_zone',
  'k8s.cluster.name',
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.container.name',
  'container.name',
  'k8s.replicaset.name',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
];

const LABEL_OF: ReadonlyMap<string, string> = new Map(
  STREAM_LABEL_ATTRIBUTES.map((attribute) => [attribute, attribute.replaceAll('.', '_')]),
);

/** Bounds memory, counted in characters of label sets. */
const STREAM_CHARACTERS = 4 * 1024 * 1024;

/** Stream definitions, one object for equal labels of a tenant for as long as they are in use. */
export class StreamCache {
  readonly #byResource = new WeakMap<ResourceEntry, StreamDef>();
  readonly #byLabels = new BoundedMap<StreamDef>(STREAM_CHARACTERS);

  streamOf(resource: ResourceEntry): StreamDef {
    let stream = this.#byResource.get(resource);
    if (stream === undefined) {
      stream = this.#intern(resource.tenant, resource);
      this.#byResource.set(resource, stream);
    }
    return stream;
  }

  #intern(tenant: Tenant, resource: ResourceEntry): StreamDef {
    const labels: Record<string, string> = {};
    for (const { key, value } of resource.attributes) {
      const label = LABEL_OF.get(key);
      if (label !== undefined && value !== '') labels[label] = value;
    }
    labels['service_name'] = resource.service;
    const key = labelsKey(labels);
    const tenantKey = `${tenant} ${key}`;
    const known = this.#byLabels.get(tenantKey);
    if (known !== undefined) return known;
    const stream: StreamDef = {
      fingerprint: fingerprintOf(key),
      storedDay: undefined,
      service: resource.service,
      labels,
    };
    this.#byLabels.set(tenantKey, stream);
    return stream;
  }
}
