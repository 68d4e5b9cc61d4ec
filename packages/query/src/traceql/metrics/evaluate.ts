import { assertUnreachable, nanos, ok, type Result } from '@bongsu/model';
import {
  daysWithin,
  weightOfAttribute,
  weightOfTraceState,
  type QueryFailure,
  type SqlRunner,
} from '../../lang/index.js';
import { and, col, infix, SPANS, subquery, type Expr } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import { evaluateTraces, type EvalFailure } from '../exec/evaluate-traces.js';
import type { SpanScope } from '../compile/scope.js';
import { fieldReader } from '../exec/field.js';
import { readSummariesWhere, type TraceSummary } from '../exec/trace-summary.js';
import type { TraceSpan } from '../exec/trace-span.js';
import { isNumeric, NIL, single } from '../exec/value.js';
import { planPipeline, type Executor, type PipelinePlan, type PlanNote } from '../plan/search-plan.js';
import { metricsLeaves, printFunction, printStage, type Field, type MetricsExpr } from '../syntax/index.js';
import { Accumulator, contributionOf, isDuration, type GroupedFunction } from './accumulator.js';
import { COMPARED_FIELDS, Comparison } from './compare.js';
import { accumulateBySql, exemplarsBySql, scopeOf, whyNotSql } from './compile.js';
import { ExemplarRoom } from './exemplar-room.js';
import { pointOf, type MetricsGrid } from './grid.js';
import { metricsMath, secondStage, type MetricsOperand } from './second-stage.js';
import type { MetricsSeries } from './series.js';

export interface MetricsOptions {
  readonly tenant: SpanScope['tenant'];
  readonly executor: Executor;
  /** Quantiles of all values instead of buckets. */
  readonly exact: boolean;
  /** Exemplars of the whole answer, at most. */
  readonly exemplars: number;
  readonly maxTraceSpans: number;
  /** A numeric span attribute that says how many spans a span stands for, before its tracestate. */
  readonly weightAttribute: string | undefined;
}

type Leaf = Extract<MetricsExpr, { kind: 'metrics' }>;

/** Series of a checked metrics expression, in no order. */
export async function evaluateMetrics(
  expr: MetricsExpr,
  grid: MetricsGrid,
  options: MetricsOptions,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<MetricsOperand, EvalFailure>> {
  switch (expr.kind) {
    case 'scalar':
      return ok(expr.value);
    case 'metrics':
      return evaluateLeaf(expr, grid, options, runner, signal);
    case 'second-stage': {
      const inner = await evaluateMetrics(expr.inner, grid, options, runner, signal);
      if (!inner.ok || typeof inner.value === 'number') return inner;
      return ok(secondStage(expr.stage, inner.value));
    }
    case 'metrics-op': {
      const left = await evaluateMetrics(expr.left, grid, options, runner, signal);
      if (!left.ok) return left;
      const right = await evaluateMetrics(expr.right, grid, options, runner, signal);
      return right.ok ? ok(metricsMath(left.value, expr.op, right.value)) : right;
    }
    default:
      return assertUnreachable(expr);
  }
}

function fieldsOfFunction({ fn }: Leaf): readonly Field[] {
  if (fn.fn === 'compare') return COMPARED_FIELDS;
  return 'field' in fn ? [...fn.by, fn.field] : fn.by;
}

function planLeaf(leaf: Leaf, scope: SpanScope, executor: Executor): PipelinePlan {
  const compared = leaf.fn.fn === 'compare' ? [leaf.fn.filter] : [];
  const plan = planPipeline(leaf.stages, executor, scope, fieldsOfFunction(leaf), true);
  if (compared.length === 0) return plan;
  // The filter of compare() splits spans and does not restrict them: it only needs its fields.
  const { needs } = planPipeline([...leaf.stages, ...compared], 'memory', scope, fieldsOfFunction(leaf), true);
  return { ...plan, needs };
}

async function evaluateLeaf(
  leaf: Leaf,
  grid: MetricsGrid,
  options: MetricsOptions,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<MetricsSeries[], EvalFailure>> {
  const scope = scopeOf(options.tenant, grid);
  const plan = planLeaf(leaf, scope, options.executor);
  const { fn } = leaf;
  if (fn.fn === 'compare') {
    const comparison = new Comparison(fn, grid);
    const done = await eachSpan(
      plan,
      scope,
      options,
      (span) => comparison.add(span, weightOf(span, options)),
      runner,
      signal,
    );
    return done.ok ? ok(comparison.series()) : done;
  }
  const accumulator = new Accumulator(fn, grid, options.exact);
  const placed = placement(fn, plan, options);
  if (placed.where === 'clickhouse') {
    const [done, show] = await Promise.all([
      accumulateBySql(fn, plan, scope, grid, accumulator, runner, signal),
      exemplarsBySql(fn, plan, scope, grid, accumulator, options.exemplars, runner, signal),
    ]);
    if (!done.ok) return done;
    if (!show.ok) return show;
    show.value();
    return ok(accumulator.series());
  }
  const room = new ExemplarRoom(options.exemplars, grid.count);
  const readers = fn.by.map(fieldReader);
  const field = 'field' in fn ? fieldReader(fn.field) : () => NIL;
  const add = (span: TraceSpan): void => {
    const point = pointOf(grid, span.start);
    const contribution = contributionOf(fn, point, weightOf(span, options), field(span), accumulator.exact);
    if (!contribution) return;
    const { traceId } = span.trace;
    const exemplar = room.take(traceId, point) ? { traceId, time: span.start, ...exemplarValue(span, fn) } : undefined;
    accumulator.add(
      readers.map((read) => read(span)),
      contribution,
      exemplar,
    );
  };
  const done = await eachSpan(plan, scope, options, add, runner, signal);
  return done.ok ? ok(accumulator.series()) : done;
}

const weightOf = (span: TraceSpan, { weightAttribute }: MetricsOptions): number =>
  (weightAttribute === undefined ? undefined : weightOfAttribute(span.attributes, weightAttribute)) ??
  weightOfTraceState(span.traceState);

function placement(
  fn: GroupedFunction,
  plan: PipelinePlan,
  options: MetricsOptions,
): { where: 'clickhouse' | 'memory'; why: string } {
  if (options.executor === 'memory') return { where: 'memory', why: 'the memory executor was asked for' };
  if (options.weightAttribute !== undefined) return { where: 'memory', why: 'an attribute weighs the spans' };
  const obstacle = whyNotSql(fn, plan, options.exact && fn.fn === 'quantile_over_time');
  return obstacle === undefined
    ? { where: 'clickhouse', why: 'grouped by stored values' }
    : { where: 'memory', why: obstacle };
}

/** Calls `visit` with every span that the pipeline leaves. */
async function eachSpan(
  plan: PipelinePlan,
  scope: SpanScope,
  options: MetricsOptions,
  visit: (span: TraceSpan) => void,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<void, EvalFailure>> {
  const needs = options.weightAttribute === undefined ? plan.needs : { ...plan.needs, attributes: true };
  const candidates = await readCandidates(plan, scope, runner, signal);
  if (!candidates.ok) return candidates;
  return evaluateTraces(
    { ...plan, needs },
    scope,
    candidates.value,
    options.maxTraceSpans,
    ({ spansets }) => {
      for (const set of spansets) for (const span of set.spans) visit(span);
    },
    runner,
    signal,
  );
}

const DAY = 86_400_000_000_000n;

/** Every trace with a span in scope that may match. */
function readCandidates(
  plan: PipelinePlan,
  scope: SpanScope,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TraceSummary[], QueryFailure>> {
  const having = (condition: Expr | undefined): Expr =>
    infix(
      col('trace_id'),
      'IN',
      subquery({
        columns: [{ expr: col('trace_id') }],
        distinct: true,
        from: { kind: 'table', name: SPANS.name },
        where: compileSpans(scope, condition),
      }),
    );
  const days = daysWithin('day', nanos(scope.start - DAY), nanos(scope.end + DAY));
  const where = and([days, having(plan.pivot), ...plan.joins.map((join) => having(join))])!;
  return readSummariesWhere(scope.tenant, where, runner, signal);
}

/** The number the function looks at; none for what only counts. */
function exemplarValue(span: TraceSpan, fn: GroupedFunction): { value?: number } {
  if (!('field' in fn)) return {};
  const value = single(fieldReader(fn.field)(span));
  return { value: isNumeric(value) ? Number(value.value) / (isDuration(fn) ? 1e9 : 1) : 0 };
}

/** Where the parts of a metrics expression are evaluated, and why. */
export function metricsNotes(expr: MetricsExpr, grid: MetricsGrid, options: MetricsOptions): PlanNote[] {
  return metricsLeaves(expr).flatMap((leaf): PlanNote[] => {
    const plan = planLeaf(leaf, scopeOf(options.tenant, grid), options.executor);
    const { fn } = leaf;
    const stage = printFunction(fn);
    const placed =
      fn.fn === 'compare'
        ? { where: 'memory' as const, why: 'looks at every attribute' }
        : placement(fn, plan, options);
    const notes = placed.where === 'clickhouse' ? leaf.stages.map((s) => onEngine(printStage(s))) : plan.notes;
    return [...notes, { stage, placement: placed.where, why: placed.why }];
  });
}

const onEngine = (stage: string): PlanNote => ({
  stage,
  placement: 'clickhouse',
  why: 'typed comparison of stored values',
});
