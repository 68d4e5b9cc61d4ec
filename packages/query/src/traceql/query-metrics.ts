import { err, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import { understoodMetrics, type TraceqlError } from './error.js';
import type { KeyValue } from './exec/any-value.js';
import { anyValueOfValue } from './found-trace.js';
import { hintBool, hintInt } from './hints.js';
import { evaluateMetrics, metricsNotes, type MetricsOptions } from './metrics/evaluate.js';
import { defaultStep, instantGrid, pointOf, rangeGrid, timeOf, type MetricsGrid } from './metrics/grid.js';
import { inKeyOrder, METRIC_NAME, type MetricsSeries, type SeriesLabel } from './metrics/series.js';
import { explainNotes, type Executor } from './plan/search-plan.js';
import { DEFAULT_MAX_TRACE_SPANS } from './search.js';
import { metricsLeaves, type MetricsExpr, type Query, type Stage } from './syntax/index.js';
import { warningsOf } from './warnings.js';

export interface MetricsRequest {
  readonly tenant: Tenant;
  readonly q: string;
  /** Spans that start in [start, end]. */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Nanoseconds between points; a round length of about a 240th of the range when not given. */
  readonly step?: bigint;
  /** Exemplars at most; a hint wins. 0 and not given take the greatest number, 100. */
  readonly exemplars?: number;
  /** Series at most; more are cut and said so. Default 1000. */
  readonly maxSeries?: number;
  /** Spans of one trace that are looked at, the first by start. */
  readonly maxTraceSpans?: number;
  /** A numeric span attribute that says how many spans a span stands for, before the tracestate does. */
  readonly weightAttribute?: string;
  readonly executor?: Executor;
}

/** A series in the terms of Tempo's API. */
export interface RangeSeries {
  readonly labels: readonly KeyValue[];
  readonly samples: readonly { readonly timestampMs: number; readonly value: number }[];
  readonly exemplars: readonly {
    readonly labels: readonly KeyValue[];
    readonly value: number;
    readonly timestampMs: number;
  }[];
}

export interface InstantSeries {
  readonly labels: readonly KeyValue[];
  readonly value: number;
}

export interface MetricsAnswer<T> {
  /** Sorted by their labels. */
  readonly series: readonly T[];
  /** Why series are missing; absent when none is. */
  readonly partial?: string;
  /** What the query says in a way of our own. */
  readonly warnings: readonly string[];
}

/** The label by which Grafana finds the trace of an exemplar. */
const TRACE_ID = 'trace:id';
const MAX_EXEMPLARS = 100;
const MAX_SERIES = 1000;
const NS_PER_MS = 1_000_000n;

/** Points every step, of spans up to each; nothing is remembered, so late spans count as soon as they are stored. */
export async function queryMetricsRange(
  request: MetricsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<MetricsAnswer<RangeSeries>, TraceqlError>> {
  const { start, end } = request;
  const query = understoodMetrics(request.q);
  if (!query.ok) return query;
  const compared = metricsLeaves(query.value.expr).some((leaf) => leaf.fn.fn === 'compare');
  const step = request.step ?? (compared && end > start ? end - start : defaultStep(start, end));
  const grid = rangeGrid(start, end, step);
  if (!grid.ok) return err({ kind: 'parse', message: grid.error });
  const answer = await evaluate(request, query.value, grid.value, runner, signal);
  if (!answer.ok) return answer;
  const msOf = (time: bigint): number => Number(time / NS_PER_MS);
  const times = Array.from({ length: grid.value.count }, (_, i) => msOf(timeOf(grid.value, i)));
  const series = answer.value.series.map(({ labels, values, exemplars }): RangeSeries => ({
    labels: labels.map(keyValue),
    samples: samplesOf(values, times),
    exemplars: exemplars.flatMap((exemplar) => {
      const point = values[pointOf(grid.value, exemplar.time)];
      // What the series has no point for would hang in the air.
      if (point === undefined || Number.isNaN(point)) return [];
      return {
        labels: [
          ...exemplar.labels.filter(({ key }) => key !== METRIC_NAME && key !== TRACE_ID).map(keyValue),
          { key: TRACE_ID, value: { stringValue: exemplar.traceId } },
        ],
        value: exemplar.value ?? point,
        timestampMs: msOf(exemplar.time),
      };
    }),
  }));
  return ok({ ...answer.value, series });
}

function samplesOf(values: Float64Array, times: readonly number[]): RangeSeries['samples'] {
  const samples: RangeSeries['samples'][number][] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) samples.push({ timestampMs: times[i]!, value });
  }
  return samples;
}

/** One value over all spans that start in [start, end]. `step` and exemplars play no part. */
export async function queryMetricsInstant(
  request: MetricsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<MetricsAnswer<InstantSeries>, TraceqlError>> {
  const query = understoodMetrics(request.q);
  if (!query.ok) return query;
  const grid = instantGrid(request.start, request.end);
  if (!grid.ok) return err({ kind: 'parse', message: grid.error });
  const answer = await evaluate(request, query.value, grid.value, runner, signal, 0);
  if (!answer.ok) return answer;
  const series = answer.value.series.flatMap(({ labels, values }): InstantSeries[] => {
    const value = values[0];
    return value === undefined || Number.isNaN(value) ? [] : [{ labels: labels.map(keyValue), value }];
  });
  return ok({ ...answer.value, series });
}

/** Where each part of a metrics query is evaluated, and why: a line per stage. */
export function explainMetrics(request: MetricsRequest): Result<string, TraceqlError> {
  const query = understoodMetrics(request.q);
  if (!query.ok) return query;
  const { start, end } = request;
  const grid = rangeGrid(start, end, request.step ?? defaultStep(start, end));
  if (!grid.ok) return err({ kind: 'parse', message: grid.error });
  return ok(explainNotes(metricsNotes(query.value.expr, grid.value, optionsOf(request, query.value))));
}

type MetricsQuery = Extract<Query, { kind: 'metrics-query' }>;

function optionsOf(request: MetricsRequest, { hints }: MetricsQuery, exemplars?: number): MetricsOptions {
  const hinted = hintBool(hints, 'exemplars') === false ? 0 : hintInt(hints, 'exemplars');
  const wanted = exemplars ?? hinted ?? (request.exemplars || MAX_EXEMPLARS);
  return {
    tenant: request.tenant,
    executor: request.executor ?? 'auto',
    exact: hintBool(hints, 'exact') === true,
    exemplars: Math.max(0, Math.min(wanted, MAX_EXEMPLARS)),
    maxTraceSpans: request.maxTraceSpans ?? DEFAULT_MAX_TRACE_SPANS,
    weightAttribute: request.weightAttribute,
  };
}

/** `{ false } | rate()` has no series, not even the one of zeros that a filter without spans has: Tempo looks at nothing. */
function isNoop(expr: MetricsExpr): boolean {
  if (expr.kind === 'second-stage') return isNoop(expr.inner);
  return expr.kind === 'metrics' && expr.stages.every(findsNothing);
}

function findsNothing(stage: Stage): boolean {
  if (stage.kind === 'spanset-op') return findsNothing(stage.left) && findsNothing(stage.right);
  if (stage.kind !== 'filter' || stage.expr.kind !== 'static') return false;
  return stage.expr.literal.type === 'bool' && !stage.expr.literal.value;
}

async function evaluate(
  request: MetricsRequest,
  query: MetricsQuery,
  grid: MetricsGrid,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
  exemplars?: number,
): Promise<Result<MetricsAnswer<MetricsSeries>, TraceqlError>> {
  const options = optionsOf(request, query, exemplars);
  const found = isNoop(query.expr) ? ok([]) : await evaluateMetrics(query.expr, grid, options, runner, signal);
  if (!found.ok) {
    return err(found.error.kind === 'query' ? { kind: 'parse', message: found.error.message } : found.error);
  }
  if (typeof found.value === 'number') throw new Error('BUG: a metrics query came to a number');
  const series = inKeyOrder(found.value);
  const most = request.maxSeries || MAX_SERIES;
  const warnings = warningsOf(query);
  if (series.length <= most) return ok({ series, warnings });
  const partial =
    `Response exceeds maximum series limit of ${most}, a partial response is returned. ` +
    'Warning: the accuracy of each individual value is not guaranteed.';
  return ok({ series: series.slice(0, most), partial, warnings });
}

const keyValue = ({ key, value }: SeriesLabel): KeyValue => ({ key, value: anyValueOfValue(value) });
