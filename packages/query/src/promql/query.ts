import { durationMs, err, ok, type DurationMs, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, SqlRunner } from '../lang/index.js';
import { metricOf } from './compile/series.js';
import { AGGREGATOR_IMPLS } from './exec/aggregate/registry.js';
import { Annotations } from './exec/annotations.js';
import { Budget } from './exec/budget.js';
import { EvalError, type PromError } from './exec/eval-error.js';
import { Evaluator } from './exec/evaluate.js';
import { fetchAll } from './exec/fetch-counters.js';
import { FUNCTION_IMPLS } from './exec/function/registry.js';
import { computeGridCalls, PUSHED, sampleFetches } from './exec/grid-call.js';
import type { RawSeries } from './exec/series.js';
import { instantValue, rangeValue, type Value } from './exec/value.js';
import type { SeriesCatalog } from './series-catalog/series-catalog.js';
import type { SampleCache } from './sample-cache/sample-cache.js';
import { servedMetrics, type SeriesSource } from './series-source.js';
import { PRODUCTION_FEATURES, type PromFeatures } from './syntax/index.js';
import {
  buildPlan,
  explain,
  instantGrid,
  rangeGrid,
  resolve,
  type Grid,
  type Plan,
  type QueryTimes,
} from './plan/index.js';
import { formatParseError, parse, TYPE_NAMES, typeOf, type Expr } from './syntax/index.js';

/** How old the newest sample of a series may be to count as its present value. */
export const DEFAULT_LOOKBACK = durationMs(300_000);
/** Resolution of a subquery that names none: Prometheus' default evaluation interval. */
export const DEFAULT_SUBQUERY_STEP = durationMs(60_000);
/** Steps of one range query, as in Prometheus. */
const MAX_STEPS = 11_000;

export interface PromLimits {
  /** Samples read plus points held at once, at most; Prometheus allows 50 million. */
  readonly maxSamples: number;
}

export type Executor = 'memory' | 'auto' | 'engine';

interface QueryOptions {
  readonly query: string;
  readonly tenant: Tenant;
  /** Default 5 minutes. */
  readonly lookback?: DurationMs;
  /** Default 1 minute. */
  readonly subqueryStep?: DurationMs;
  readonly limits: PromLimits;
  /**
   * `engine` lets ClickHouse compute what it computes exactly, `auto` does so where there are very many samples, `memory`
   * reads samples for everything. Default `auto`.
   */
  readonly executor?: Executor;
  /** Default: those of production. */
  readonly features?: PromFeatures;
  /** Series besides those that are stored. */
  readonly source?: SeriesSource;
  /** Samples read before; without it a query reads its own. */
  readonly samples?: SampleCache;
  /** Series known before; without it a query looks for its own. */
  readonly catalog?: SeriesCatalog;
}

export interface InstantRequest extends QueryOptions {
  readonly time: Millis;
}

export interface RangeRequest extends QueryOptions {
  /** Inclusive. */
  readonly start: Millis;
  /** Inclusive. */
  readonly end: Millis;
  readonly step: DurationMs;
}

export interface Answer {
  readonly value: Value;
  /** At most 10 of each, then one that counts the rest. */
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** The value of a query at one moment. The signal ends it: with a `TimeoutError` as its reason that is a timeout. */
export async function queryInstant(
  request: InstantRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Answer, PromError>> {
  const parsed = parseQuery(request);
  if (!parsed.ok) return parsed;
  const plan = planInstant(parsed.value, request);
  if (!plan.ok) return plan;
  return run(plan.value, request, runner, signal, false);
}

/** The values of a query at `start`, `start + step`, ... up to `end`. */
export async function queryRange(
  request: RangeRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Answer, PromError>> {
  const plan = planRange(request);
  if (!plan.ok) return plan;
  return run(plan.value, request, runner, signal, true);
}

/** What a query would do, as text; nothing is read. A range when the request has a step. */
export function explainQuery(request: InstantRequest | RangeRequest): Result<string, PromError> {
  if ('step' in request) {
    const plan = planRange(request);
    return plan.ok ? ok(explain(plan.value)) : plan;
  }
  const parsed = parseQuery(request);
  if (!parsed.ok) return parsed;
  const plan = planInstant(parsed.value, request);
  return plan.ok ? ok(explain(plan.value)) : plan;
}

function planRange(request: RangeRequest): Result<Plan, PromError> {
  const { start, end, step } = request;
  const bad = (param: PromError['param'] & string, message: string): Result<never, PromError> =>
    err({ type: 'bad_data', param, message });
  if (end < start) return bad('end', 'end timestamp must not be before start time');
  if (!(step >= 1)) {
    return bad('step', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  }
  if ((end - start) / step > MAX_STEPS) {
    const message =
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)';
    return err({ type: 'bad_data', message });
  }
  const parsed = parseQuery(request);
  if (!parsed.ok) return parsed;
  const type = typeOf(parsed.value);
  if (type !== 'scalar' && type !== 'vector') {
    const shown = TYPE_NAMES[type];
    return bad('query', `invalid expression type "${shown}" for range query, must be Scalar or instant Vector`);
  }
  return planQuery(parsed.value, request, rangeGrid(start, end, step), { start, end, step });
}

function planInstant(expr: Expr, request: InstantRequest): Result<Plan, PromError> {
  const { time } = request;
  return planQuery(expr, request, instantGrid(time), { start: time, end: time, step: durationMs(0) });
}

function parseQuery({ query, features }: QueryOptions): Result<Expr, PromError> {
  const parsed = parse(query, features);
  if (parsed.ok) return parsed;
  const message = formatParseError(query, parsed.error);
  return err({ type: 'bad_data', param: 'query', message, range: parsed.error.range });
}

const FUNCTIONS: ReadonlySet<string> = new Set(FUNCTION_IMPLS.keys());
const AGGREGATORS: ReadonlySet<string> = new Set(AGGREGATOR_IMPLS.keys());
const NOTHING_PUSHED: ReadonlyMap<string, string> = new Map();

function planQuery(expr: Expr, request: QueryOptions, grid: Grid, times: QueryTimes): Result<Plan, PromError> {
  const resolved = resolve(expr, times);
  if (!resolved.ok) return err({ type: 'bad_data', param: 'query', message: resolved.error });
  const plan = buildPlan(resolved.value, {
    grid,
    lookback: request.lookback ?? DEFAULT_LOOKBACK,
    subqueryStep: request.subqueryStep ?? DEFAULT_SUBQUERY_STEP,
    functions: FUNCTIONS,
    aggregators: AGGREGATORS,
    pushed: request.executor === 'memory' ? NOTHING_PUSHED : PUSHED,
    made: (matchers) => madeSeries(request.source, matchers),
  });
  if (plan.ok) return plan;
  const message = formatParseError(request.query, plan.error).replace('parse error: ', '');
  return err({ type: 'bad_data', param: 'query', message, range: plan.error.range });
}

function madeSeries(source: SeriesSource | undefined, matchers: readonly Matcher[]): 'none' | 'some' | 'all' {
  if (source === undefined || servedMetrics(source, matchers).length === 0) return 'none';
  return metricOf(matchers) === undefined ? 'some' : 'all';
}

async function run(
  plan: Plan,
  request: QueryOptions,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
  isRange: boolean,
): Promise<Result<Answer, PromError>> {
  const annotations = new Annotations(request.query);
  const budget = new Budget(request.limits.maxSamples, signal);
  const features = request.features ?? PRODUCTION_FEATURES;
  const { tenant, samples: cache, catalog } = request;
  const held = { ...(cache ? { samples: cache } : {}), ...(catalog ? { catalog } : {}) };
  const context = { tenant, runner, budget, features, ...held };
  try {
    budget.check();
    const fetches = sampleFetches(plan);
    const read = await Promise.all(fetches.map((fetch) => fetchAll(fetch, plan, request.source, context)));
    const samples = new Map<number, readonly RawSeries[]>(fetches.map((fetch, i) => [fetch.id, read[i]!]));
    const computed = await computeGridCalls(plan, { ...context, annotations, always: request.executor === 'engine' });
    const evaluator = new Evaluator({ annotations, budget, features, isRange, samples, computed });
    const result = await evaluator.evaluate(plan.root);
    const finish = isRange ? rangeValue : instantValue;
    const value = finish(result, plan, features.delayedNameRemoval);
    return ok({ value, warnings: annotations.warnings, infos: annotations.infos });
  } catch (error) {
    if (error instanceof EvalError) return err(error.error);
    throw error;
  }
}
