import { fieldReader } from '../exec/field.js';
import { expressionTest, type SpanTest } from '../exec/expression.js';
import type { TraceSpan } from '../exec/trace-span.js';
import { single, valueKey, valueOf, type Value } from '../exec/value.js';
import { printField, type Field, type Intrinsic, type MetricsFunction } from '../syntax/index.js';
import { pointOf, type MetricsGrid } from './grid.js';
import type { MetricsSeries } from './series.js';

type Compare = Extract<MetricsFunction, { fn: 'compare' }>;

const NOWHERE = { start: 0, end: 0 };
/** Durations, ids and places in a trace tell spans apart, not groups of them. */
const GROUPED: readonly Intrinsic[] = ['name', 'status', 'statusMessage', 'kind', 'rootName', 'rootServiceName'];
const INTRINSICS = GROUPED.map((name): Field => ({ kind: 'intrinsic', name, range: NOWHERE }));
/** What `compare` reads of a span besides its attributes. */
export const COMPARED_FIELDS: readonly Field[] = [
  ...INTRINSICS,
  { kind: 'attribute', scope: 'span', name: '', range: NOWHERE },
  { kind: 'attribute', scope: 'resource', name: '', range: NOWHERE },
];

const READERS = INTRINSICS.map((field) => [printField(field), fieldReader(field)] as const);

interface Counts {
  readonly value: Value;
  readonly counts: Float64Array;
}

/** Counts of every value of every attribute, of the spans that are selected and of the others. */
export class Comparison {
  readonly #sides = {
    baseline: new Map<string, Map<string, Counts>>(),
    selection: new Map<string, Map<string, Counts>>(),
  };
  readonly #selects: SpanTest;

  constructor(
    private readonly fn: Compare,
    private readonly grid: MetricsGrid,
  ) {
    const test = expressionTest(fn.filter.expr);
    const bounded = fn.args === 4;
    this.#selects = (span) => (!bounded || (span.start >= fn.start && span.start < fn.end)) && test(span);
  }

  add(span: TraceSpan, weight: number): void {
    const side = this.#sides[this.#selects(span) ? 'selection' : 'baseline'];
    const point = pointOf(this.grid, span.start);
    const count = (key: string, value: Value): void => {
      if (value.type === 'nil' || value.type === 'other') return;
      let values = side.get(key);
      if (!values) side.set(key, (values = new Map<string, Counts>()));
      const id = valueKey(value);
      let entry = values.get(id);
      if (!entry) values.set(id, (entry = { value, counts: new Float64Array(this.grid.count) }));
      entry.counts[point]! += weight;
    };
    for (const [key, read] of READERS) count(key, single(read(span)));
    for (const attribute of span.attributes) count(`span.${attribute.key}`, valueOf(attribute));
    if (span.resource) {
      for (const attribute of span.resource.attributes) count(`resource.${attribute.key}`, valueOf(attribute));
    } else count('resource.service.name', { type: 'string', value: span.service });
  }

  series(): MetricsSeries[] {
    const topN = Number(this.fn.topN);
    const series: MetricsSeries[] = [];
    const crowded = new Set<string>();
    const meta = (type: string) => ({ key: '__meta_type', value: { type: 'string', value: type } }) as const;
    for (const type of ['baseline', 'selection'] as const) {
      for (const [key, values] of this.#sides[type]) {
        const ranked = [...values.entries()]
          .map(([id, entry]) => ({ id, entry, total: entry.counts.reduce((sum, n) => sum + n, 0) }))
          .sort((a, b) => b.total - a.total || (a.id < b.id ? -1 : 1));
        if (ranked.length > topN) crowded.add(key);
        for (const { entry } of ranked.slice(0, topN)) {
          series.push({ labels: [meta(type), { key, value: entry.value }], values: entry.counts, exemplars: [] });
        }
        const totals = new Float64Array(this.grid.count);
        for (const { entry } of ranked) entry.counts.forEach((n, i) => (totals[i]! += n));
        series.push({
          labels: [meta(`${type}_total`), { key, value: { type: 'nil' } }],
          values: totals,
          exemplars: [],
        });
      }
    }
    for (const key of crowded) {
      const error = { key: '__meta_error', value: { type: 'string', value: '__too_many_values__' } } as const;
      series.push({ labels: [error, { key, value: { type: 'nil' } }], values: new Float64Array(0), exemplars: [] });
    }
    return series;
  }
}
