import type { MetricsFunction } from '../syntax/index.js';
import { printField } from '../syntax/index.js';
import { isNumeric, single, type Value } from '../exec/value.js';
import type { MetricsGrid } from './grid.js';
import { exactQuantile, log2Bucket, Log2Buckets } from './log2-buckets.js';
import { METRIC_NAME, seriesKey, type MetricsSeries, type SeriesLabel, type SpanExemplar } from './series.js';

/** A metrics function but `compare`, which groups by everything. */
export type GroupedFunction = Exclude<MetricsFunction, { fn: 'compare' }>;

/** What spans with equal labels add to one point: one span, or as many as a statement has grouped. */
export interface Contribution {
  readonly point: number;
  /** Spans it stands for, weighted. */
  readonly count: number;
  /** Of the numbers it has, durations in ns. */
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  /** Exponent of the log2 bucket that all of them are in. */
  readonly exponent?: number;
  /** Every number, for exact quantiles. */
  readonly numbers?: readonly number[];
  /** Exact quantiles of all that belongs to the point, in the order the query asks for them. */
  readonly quantiles?: readonly number[];
}

/** What is added up for one set of labels. */
export interface Group {
  readonly labels: readonly SeriesLabel[];
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly buckets: Map<number, Log2Buckets>;
  readonly numbers: Map<number, number[]>;
  readonly quantiles: Map<number, readonly number[]>;
  readonly exemplars: SpanExemplar[];
}

const text = (value: string): Value => ({ type: 'string', value });
const NS_PER_S = 1e9;

/** Adds up a metrics function over spans, or over what SQL has added up already, and makes series of it. */
export class Accumulator {
  readonly #groups = new Map<string, Group>();
  readonly #exact: boolean;

  /** `exact`: quantiles of all values instead of buckets. */
  constructor(
    private readonly fn: GroupedFunction,
    private readonly grid: MetricsGrid,
    exact: boolean,
  ) {
    this.#exact = exact && fn.fn === 'quantile_over_time';
  }

  get size(): number {
    return this.#groups.size;
  }

  get exact(): boolean {
    return this.#exact;
  }

  /** `values` of the `by` fields in their order. */
  add(values: readonly Value[], contribution: Contribution, exemplar?: Omit<SpanExemplar, 'labels'>): void {
    const group = this.group(values);
    this.addTo(group, contribution);
    if (exemplar) group.exemplars.push({ ...exemplar, labels: group.labels });
  }

  /** An exemplar of values that have been added; of others it is dropped. */
  show(values: readonly Value[], exemplar: Omit<SpanExemplar, 'labels'>): void {
    const group = this.#groups.get(seriesKey(labelsOf(this.fn, values)));
    group?.exemplars.push({ ...exemplar, labels: group.labels });
  }

  addTo(group: Group, contribution: Contribution): void {
    const { point, count, sum, min, max, exponent, numbers, quantiles } = contribution;
    if (quantiles) group.quantiles.set(point, quantiles);
    group.counts[point]! += count;
    if (sum !== undefined) group.sums[point]! += sum;
    if (min !== undefined && !(group.least[point]! <= min)) group.least[point] = min;
    if (max !== undefined && !(group.most[point]! >= max)) group.most[point] = max;
    if (exponent !== undefined) this.addToBucket(group, point, count, exponent);
    if (numbers) {
      const all = group.numbers.get(point);
      if (all) all.push(...numbers);
      else group.numbers.set(point, [...numbers]);
    }
  }

  /** Counts spans in a log2 bucket and nowhere else. */
  addToBucket(group: Group, point: number, count: number, exponent: number): void {
    let buckets = group.buckets.get(point);
    if (!buckets) group.buckets.set(point, (buckets = new Log2Buckets()));
    buckets.add(exponent, count);
  }

  /** The group of the `by` fields' values. */
  group(values: readonly Value[]): Group {
    const labels = labelsOf(this.fn, values);
    const key = seriesKey(labels);
    let group = this.#groups.get(key);
    if (!group) {
      const { count } = this.grid;
      group = {
        labels,
        counts: new Float64Array(count),
        sums: new Float64Array(count),
        least: new Float64Array(count).fill(NaN),
        most: new Float64Array(count).fill(NaN),
        buckets: new Map(),
        numbers: new Map(),
        quantiles: new Map(),
        exemplars: [],
      };
      this.#groups.set(key, group);
    }
    return group;
  }

  series(): MetricsSeries[] {
    const { fn } = this.fn;
    const counting = fn === 'rate' || fn === 'count_over_time';
    if (counting && this.#groups.size === 0 && this.fn.by.length === 0) this.group([]);
    return [...this.#groups.values()].flatMap((group) => this.#seriesOf(group));
  }

  #seriesOf(group: Group): MetricsSeries[] {
    const { labels, exemplars } = group;
    const { count, perSeconds } = this.grid;
    const unit = 'field' in this.fn && isDuration(this.fn) ? NS_PER_S : 1;
    const one = (value: (point: number) => number): MetricsSeries[] => [
      { labels, values: pointsOf(count, value), exemplars },
    ];
    switch (this.fn.fn) {
      case 'rate':
        return one((i) => group.counts[i]! / perSeconds);
      case 'count_over_time':
        return one((i) => group.counts[i]!);
      case 'min_over_time':
        return one((i) => group.least[i]! / unit);
      case 'max_over_time':
        return one((i) => group.most[i]! / unit);
      case 'sum_over_time':
        return one((i) => (group.counts[i]! === 0 ? NaN : group.sums[i]! / unit));
      case 'avg_over_time':
        return one((i) => (group.counts[i]! === 0 ? NaN : group.sums[i]! / group.counts[i]! / unit));
      case 'histogram_over_time': {
        const exponents = new Set([...group.buckets.values()].flatMap((buckets) => buckets.exponents));
        return [...exponents]
          .sort((a, b) => a - b)
          .map((exponent) => ({
            labels: [...labels, { key: '__bucket', value: { type: 'float', value: 2 ** exponent / unit } }],
            values: pointsOf(count, (i) => group.buckets.get(i)?.count(exponent) ?? 0),
            // A bucket counts: its spans stand where its points do.
            exemplars: exemplars
              .filter(({ value }) => log2Bucket(BigInt(Math.round((value ?? 0) * unit))) === exponent)
              .map(({ value: _, ...counted }) => counted),
          }));
      }
      case 'quantile_over_time':
        return this.fn.quantiles.map((q, nth) => ({
          labels: [...labels, { key: 'p', value: { type: 'float', value: q } }],
          values: pointsOf(count, (i) => {
            const value = this.#exact
              ? (group.quantiles.get(i)?.[nth] ?? exactQuantile(q, group.numbers.get(i) ?? []))
              : (group.buckets.get(i)?.quantile(q) ?? 0);
            return value / unit;
          }),
          exemplars: nth === 0 ? exemplars : [],
        }));
    }
  }
}

/** A number for each point. `Float64Array.from` takes several times as long. */
function pointsOf(count: number, value: (point: number) => number): Float64Array {
  const points = new Float64Array(count);
  for (let i = 0; i < count; i++) points[i] = value(i);
  return points;
}

/** Whether numbers of the field are nanoseconds, which series show as seconds. */
export const isDuration = ({ field }: Extract<GroupedFunction, { field: unknown }>): boolean =>
  field.kind === 'intrinsic' && ['duration', 'traceDuration', 'event:timeSinceStart'].includes(field.name);

/** Missing values have no label, unless all are missing. */
function labelsOf(fn: GroupedFunction, values: readonly Value[]): SeriesLabel[] {
  const { by } = fn;
  if (by.length > 0) {
    const labels = by.flatMap((field, i): SeriesLabel[] => {
      const value = single(values[i]!);
      return value.type === 'nil' ? [] : [{ key: printField(field), value }];
    });
    return labels.length > 0 ? labels : [{ key: printField(by[0]!), value: text('nil') }];
  }
  const named = fn.fn !== 'quantile_over_time' && fn.fn !== 'histogram_over_time';
  return named ? [{ key: METRIC_NAME, value: text(fn.fn) }] : [];
}

/** What one span adds; `undefined` when it has no number that the function needs. */
export function contributionOf(
  fn: GroupedFunction,
  point: number,
  weight: number,
  read: Value,
  exact: boolean,
): Contribution | undefined {
  if (fn.fn === 'rate' || fn.fn === 'count_over_time') return { point, count: weight };
  const value = single(read);
  if (!isNumeric(value)) return undefined;
  const number = Number(value.value);
  if (fn.fn === 'histogram_over_time' || fn.fn === 'quantile_over_time') {
    if (exact) return { point, count: weight, numbers: [number] };
    // Buckets are of whole numbers.
    const exponent = value.type === 'float' ? undefined : log2Bucket(value.value);
    return exponent === undefined ? undefined : { point, count: weight, exponent };
  }
  return { point, count: weight, sum: number * weight, min: number, max: number };
}
