import { err, ok, type DurationNs, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import type { LogqlError } from './error.js';
import { Budget } from './exec/metric/budget.js';
import { EvalError } from './exec/metric/eval-error.js';
import { evaluate } from './exec/metric/evaluate.js';
import type { PipelineLimits } from './exec/pipeline/index.js';
import type { Evaluated } from './exec/metric/series.js';
import { instantValue, rangeValue, type MetricValue } from './exec/metric/value.js';
import type { QueryWork } from './exec/metric/work.js';
import { instantGrid, rangeGrid, type Grid } from './plan/grid.js';
import { planMetric } from './plan/metric.js';
import type { Executor, MetricNode } from './plan/nodes.js';
import { understand } from './understand.js';

export interface MetricLimits {
  /** Samples and points held at once, at most (`limits.query.samples`). */
  readonly maxSamples: number;
  /** Series of an answer, at most; what is beyond is left out and said in a warning (`limits.query.logSeries`). */
  readonly maxSeries: number;
}

interface QueryOptions {
  readonly query: string;
  readonly tenant: Tenant;
  readonly limits: MetricLimits;
  readonly executor?: Executor;
  /** What a line may cost in the query's stages; defaults where absent. */
  readonly pipelineLimits?: PipelineLimits;
}

export interface InstantRequest extends QueryOptions {
  readonly time: Nanos;
}

export interface RangeRequest extends QueryOptions {
  /** Inclusive. See `alignRange` for where Loki's API has its points. */
  readonly start: Nanos;
  /** Inclusive; not before `start`. */
  readonly end: Nanos;
  /** At least 1. */
  readonly step: DurationNs;
}

export interface MetricAnswer {
  readonly value: MetricValue;
  readonly warnings: readonly string[];
  readonly work: Readonly<QueryWork>;
}

/** The value of a metric query at one moment. A log query is refused as Loki refuses it. */
export async function queryInstant(
  request: InstantRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<MetricAnswer, LogqlError>> {
  const planned = plan(request);
  if (!planned.ok) return planned;
  const grid = instantGrid(request.time);
  const finish = (result: Evaluated): MetricValue => instantValue(result, grid, planned.value.root);
  return run(planned.value, request, grid, finish, runner, signal);
}

/** The values of a metric query at `start`, `start + step`, ... up to `end`. */
export async function queryRange(
  request: RangeRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<MetricAnswer, LogqlError>> {
  const planned = plan(request);
  if (!planned.ok) return planned;
  if (usesSketch(planned.value.root)) {
    return err({ kind: 'execution', message: 'count min sketches are only supported on instant queries' });
  }
  const grid = rangeGrid(request.start, request.end, request.step);
  return run(planned.value, request, grid, (result) => rangeValue(result, grid), runner, signal);
}

interface Planned {
  readonly root: MetricNode;
  readonly warnings: readonly string[];
}

const NOT_METRIC =
  'log queries are not supported as an instant query type, please change your query to a range query type';

function plan({ query, executor, pipelineLimits }: QueryOptions): Result<Planned, LogqlError> {
  const understood = understand(query);
  if (!understood.ok) return understood;
  const { query: parsed, warnings } = understood.value;
  if (parsed.kind === 'log-query') return err({ kind: 'unsupported', message: NOT_METRIC, range: parsed.range });
  return ok({ root: planMetric(parsed, executor ?? 'auto', pipelineLimits), warnings });
}

async function run(
  { root, warnings }: Planned,
  { tenant, limits }: QueryOptions,
  grid: Grid,
  finish: (result: Evaluated) => MetricValue,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<MetricAnswer, LogqlError>> {
  const work: QueryWork = { lines: 0, bytes: 0 };
  const budget = new Budget(limits.maxSamples, signal);
  try {
    const result = await evaluate(root, { tenant, runner, budget, work, grid });
    return ok({ ...withinSeries(finish(result), limits.maxSeries, warnings), work });
  } catch (error) {
    if (error instanceof EvalError) return err(error.error);
    throw error;
  }
}

/** Cuts an answer of too many series where Loki would have none. */
function withinSeries(
  value: MetricValue,
  max: number,
  warnings: readonly string[],
): Pick<MetricAnswer, 'value' | 'warnings'> {
  const count = value.type === 'matrix' ? value.series.length : value.type === 'vector' ? value.samples.length : 1;
  if (count <= max) return { value, warnings };
  const warning =
    `maximum number of series (${max}) reached for a single query; returning the first ${max} of ${count} ` +
    '(raise limits.query.logSeries, or aggregate with functions like sum(), count() or topk())';
  const cut: MetricValue =
    value.type === 'matrix'
      ? { type: 'matrix', series: value.series.slice(0, max) }
      : value.type === 'vector'
        ? { type: 'vector', samples: value.samples.slice(0, max) }
        : value;
  return { value: cut, warnings: [...warnings, warning] };
}

function usesSketch(node: MetricNode): boolean {
  switch (node.node) {
    case 'vector-aggregation':
      return node.expr.op === 'approx_topk' || usesSketch(node.inner);
    case 'label-replace':
      return usesSketch(node.inner);
    case 'binary':
      return usesSketch(node.left) || usesSketch(node.right);
    default:
      return false;
  }
}
