import { assertUnreachable } from '@bongsu/model';
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { MetricQuery, RangeAggregation, RangeOp, VectorAggregation } from '../syntax/index.js';
import type { Executor, MetricNode, Placed, RangeNode, SampleLabels } from './nodes.js';
import { lineGrouping } from './grouping.js';
import { withoutIdleLineFormats } from './idle-line-formats.js';
import type { LineGrouping } from './line-grouping.js';
import { ASKED, planLogs } from './plan.js';

const SMALL: Placed = { placement: 'memory', why: 'works on one value per series and step' };
const CONSTANT: Placed = { placement: 'memory', why: 'a constant' };

/** Plans a checked metric query. */
export function planMetric(query: MetricQuery, executor: Executor, limits?: PipelineLimits): MetricNode {
  switch (query.kind) {
    case 'range-aggregation':
      return planRange(query, executor, ownLabels(query), limits);
    case 'vector-aggregation': {
      const inner = planInner(query, executor, limits);
      return { node: 'vector-aggregation', expr: query, inner, ...SMALL };
    }
    case 'binary': {
      const left = planMetric(query.left, executor, limits);
      return { node: 'binary', expr: query, left, right: planMetric(query.right, executor, limits), ...SMALL };
    }
    case 'label-replace':
      return { node: 'label-replace', expr: query, inner: planMetric(query.inner, executor, limits), ...SMALL };
    case 'number':
    case 'vector':
      return { node: query.kind, expr: query, ...CONSTANT };
    default:
      return assertUnreachable(query);
  }
}

/** Aggregations whose lines may be grouped as a `sum` around them asks (Loki's `canInjectVectorGrouping`). */
const SUMMABLE: ReadonlySet<RangeOp> = new Set([
  'bytes_over_time',
  'bytes_rate',
  'count_over_time',
  'rate',
  'sum_over_time',
]);

function planInner(
  { op, grouping, inner }: VectorAggregation,
  executor: Executor,
  limits?: PipelineLimits,
): MetricNode {
  if (op !== 'sum' || inner.kind !== 'range-aggregation') return planMetric(inner, executor, limits);
  if (!SUMMABLE.has(inner.op) || inner.grouping !== undefined) return planMetric(inner, executor, limits);
  return planRange(inner, executor, grouping ?? { kind: 'by', labels: [] }, limits);
}

function ownLabels({ op, grouping }: RangeAggregation): SampleLabels {
  // Whether anything is there does not depend on labels.
  if (op === 'absent_over_time') return { kind: 'by', labels: [] };
  return grouping ?? { kind: 'all' };
}

function planRange(
  asked: RangeAggregation,
  executor: Executor,
  labels: SampleLabels,
  limits?: PipelineLimits,
): RangeNode {
  const expr = withoutIdleLineFormats(asked);
  const lines = planLogs(expr.logs.query, executor, limits);
  const node = { node: 'range-aggregation', expr, lines, labels } as const;
  if (executor === 'memory') return { ...node, ...ASKED };
  const grouping = lineGrouping(expr, labels, lines);
  if (typeof grouping === 'string') return { ...node, placement: 'memory', why: grouping };
  return { ...node, grouping, placement: 'clickhouse', why: describe(grouping) };
}

function describe({ names, fields }: LineGrouping): string {
  const by =
    names === undefined ? 'stream and metadata' : names.length === 0 ? 'nothing' : `what gives ${names.join(', ')}`;
  const read = fields === undefined ? '' : `, ${fields.kind} fields of lines of simple form; other lines come whole`;
  return `lines counted by ${by}${read}`;
}
