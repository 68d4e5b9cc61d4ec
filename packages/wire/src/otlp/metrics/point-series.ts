import type { SeriesAdmission, SeriesDef, Tenant } from '@bongsu/model';
import type { ProtobufReader } from '../../protobuf/reader.js';
import { formatFloat } from '../../prometheus/float-format.js';
import type { ComponentFamily, ComponentSeries, SingleFamily } from './family.js';
import type { PointLabels } from './point-labels.js';
import type { RepeatedField } from '../../protobuf/repeated-field.js';
import { type SeriesCache, weightOf } from './series-cache.js';

/** Finds or defines the series of a data point by its attribute bytes. */
export class PointSeries {
  constructor(
    private readonly reader: ProtobufReader,
    private readonly cache: SeriesCache,
    private readonly labels: PointLabels,
    private readonly admission: SeriesAdmission,
  ) {}

  #refused = '';

  /** Why the last point got no series. */
  get problem(): string {
    return this.#refused || this.labels.problem;
  }

  /** False, with {@link problem} set, when these may not come in. */
  #admits(tenant: Tenant, series: readonly SeriesDef[]): boolean {
    this.#refused = this.admission.admit(tenant, series);
    if (this.#refused !== '') return false;
    for (const def of series) def.storedDay ??= this.admission.storedDay(tenant, def);
    return true;
  }

  /** Undefined, with {@link problem} set, when the attributes are refused. Moves the cursor. */
  single(family: SingleFamily, attributes: RepeatedField): SeriesDef | undefined {
    const key = attributes.key(this.reader);
    const known = family.series.get(key);
    if (known !== undefined) return known;
    this.#refused = '';
    const labels = this.labels.read(this.reader, attributes);
    if (labels === undefined) return undefined;
    const def = family.define(family.head.name, labels);
    if (!this.#admits(family.head.tenant, [def])) return undefined;
    family.series.set(key, def);
    this.cache.grow(family, weightOf(key, 1));
    return def;
  }

  /**
   * The component series of a point whose `steps` (bounds, quantiles) make a series each, labelled `label`; without
   * steps, those of the point before. `infinite` adds the bucket without a bound. Undefined as in {@link single}.
   */
  components(
    family: ComponentFamily,
    attributes: RepeatedField,
    steps: readonly number[],
    label: 'le' | 'quantile',
  ): ComponentSeries | undefined {
    const key = attributes.key(this.reader);
    const known = family.series.get(key);
    if (known !== undefined && (steps.length === 0 || sameNumbers(known.steps, steps))) return known;
    this.#refused = '';
    const labels = this.labels.read(this.reader, attributes);
    if (labels === undefined) return undefined;
    const stepSeries = steps.map(
      (step) =>
        known?.stepSeries[known.steps.indexOf(step)] ??
        family.define(family.stepMetric, labels, [label, formatFloat(step)]),
    );
    if (known !== undefined) {
      if (!this.#admits(family.head.tenant, stepSeries)) return undefined;
      this.cache.grow(family, stepSeries.length - known.stepSeries.length);
      known.steps = [...steps];
      known.stepSeries = stepSeries;
      return known;
    }
    const { name } = family.head;
    const series: ComponentSeries = {
      sum: family.define(`${name}_sum`, labels),
      count: family.define(`${name}_count`, labels),
      inf: label === 'le' ? family.define(family.stepMetric, labels, ['le', '+Inf']) : undefined,
      steps: [...steps],
      stepSeries,
    };
    const all = [series.sum, series.count, ...stepSeries, ...(series.inf === undefined ? [] : [series.inf])];
    if (!this.#admits(family.head.tenant, all)) return undefined;
    family.series.set(key, series);
    this.cache.grow(family, weightOf(key, stepSeries.length + 3));
    return series;
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
