import { nanosToMillis, type Labels, type Millis } from '@bongsu/model';
import { gridTime, type Grid } from '../../plan/grid.js';
import type { MetricNode } from '../../plan/nodes.js';
import { compareLabels, LabelSet } from './label-set.js';
import type { Evaluated, StepSeries } from './series.js';

/** Points of one series in time order. */
export interface MatrixSeries {
  /** Sorted by name. */
  readonly labels: Labels;
  readonly times: readonly Millis[];
  readonly values: Float64Array;
}

export interface VectorSample {
  /** Sorted by name. */
  readonly labels: Labels;
  readonly time: Millis;
  readonly value: number;
}

/** The answer to a metric query, sorted by labels but for a vector that the query itself puts in order. */
export type MetricValue =
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'scalar'; readonly time: Millis; readonly value: number };

/** The answer of a range query: a matrix, whatever the query is. */
export function rangeValue(result: Evaluated, grid: Grid): MetricValue {
  const series = (result.type === 'scalar' ? [constant(result.value, grid.count)] : [...result.series]).sort(byLabels);
  const times = Array.from({ length: grid.count }, (_, i) => nanosToMillis(gridTime(grid, i)));
  return {
    type: 'matrix',
    series: series.map(({ labels, values, present }) => ({
      labels: labels.toLabels(),
      times: times.filter((_, i) => present[i] === 1),
      values: values.filter((_, i) => present[i] === 1),
    })),
  };
}

/** The answer of an instant query. */
export function instantValue(result: Evaluated, grid: Grid, root: MetricNode): MetricValue {
  const time = nanosToMillis(grid.start);
  if (result.type === 'scalar') return { type: 'scalar', time, value: result.value };
  const series = givesOrder(root) ? result.series : [...result.series].sort(byLabels);
  return {
    type: 'vector',
    samples: series.map(({ labels, values }) => ({ labels: labels.toLabels(), time, value: values[0]! })),
  };
}

const byLabels = (a: StepSeries, b: StepSeries): number => compareLabels(a.labels, b.labels);

const constant = (value: number, steps: number): StepSeries => ({
  labels: LabelSet.EMPTY,
  values: new Float64Array(steps).fill(value),
  present: new Uint8Array(steps).fill(1),
});

const ORDERING: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'topk', 'bottomk', 'approx_topk']);

/** Whether the query orders its answer by value, anywhere in it. */
function givesOrder(node: MetricNode): boolean {
  switch (node.node) {
    case 'vector-aggregation':
      return ORDERING.has(node.expr.op) || givesOrder(node.inner);
    case 'label-replace':
      return givesOrder(node.inner);
    case 'binary':
      return givesOrder(node.left) || givesOrder(node.right);
    default:
      return false;
  }
}
