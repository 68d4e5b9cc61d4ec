import type { SeriesDef, Tenant } from '@bongsu/model';
import { labelsOfAttributes } from '../../prometheus/names.js';
import type { ResourceEntry } from '../resource.js';
import { defineSeries } from './define-series.js';
import { rowHead } from '../../prometheus/row-head.js';
import type { Translation } from './translation.js';

const SERVICE = 'service.name';
const NAMESPACE = 'service.namespace';
const INSTANCE = 'service.instance.id';
const IDENTIFYING: ReadonlySet<string> = new Set([SERVICE, NAMESPACE, INSTANCE]);

/** The `target_info` series of a resource and the head of its rows. */
export interface TargetInfo {
  readonly def: SeriesDef;
  readonly rowHead: Uint8Array;
}

/**
 * What a resource gives to its series: `job` (`service.namespace/service.name`, or the name alone), `instance`
 * (`service.instance.id`) and promoted attributes.
 */
export class ResourceLabels {
  readonly id: number;
  /** Absent when the resource has neither `job` nor `instance`, or no attributes besides those. */
  readonly targetInfo: TargetInfo | undefined;
  readonly #identity = new Map<string, string>();
  readonly #promoted: ReadonlyMap<string, string>;

  constructor(entry: ResourceEntry, translation: Translation) {
    this.id = entry.id;
    const { attributes } = entry;
    const valueOf = (key: string): string => attributes.find((attribute) => attribute.key === key)?.value ?? '';
    const service = valueOf(SERVICE);
    const namespace = valueOf(NAMESPACE);
    const instance = valueOf(INSTANCE);
    if (service !== '') this.#identity.set('job', namespace === '' ? service : `${namespace}/${service}`);
    if (instance !== '') this.#identity.set('instance', instance);
    this.#promoted = labelsOfAttributes(
      attributes.filter(({ key }) => translation.promotes(key)),
      translation.labelName,
    );
    const others = attributes.filter(({ key }) => !IDENTIFYING.has(key));
    if (this.#identity.size > 0 && others.length > 0) {
      const told = translation.keepIdentifyingResourceAttributes ? attributes : others;
      this.targetInfo = targetInfo(entry.tenant, this, labelsOfAttributes(told, translation.labelName));
    }
  }

  /** Sets `job` and `instance` over what the point says, and promoted attributes where the point says nothing. */
  applyTo(labels: Map<string, string>): void {
    for (const [name, value] of this.#promoted) if (!labels.has(name)) labels.set(name, value);
    for (const [name, value] of this.#identity) labels.set(name, value);
  }
}

function targetInfo(tenant: Tenant, resource: ResourceLabels, labels: Map<string, string>): TargetInfo {
  resource.applyTo(labels);
  // Prometheus' own OTLP receiver calls it a gauge.
  const def = defineSeries('target_info', labels, { type: 'gauge', unit: '', help: 'Target metadata' });
  return { def, rowHead: rowHead(tenant, def.metric) };
}
