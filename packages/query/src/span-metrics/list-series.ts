import { millis, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import { call, col, infix, lit, param, SPANS } from '../sql/index.js';
import { fits, fittingMetrics } from './matchers.js';
import { BOUNDS, boundTexts, METRICS, type Metric, type Subject } from './metric.js';
import { observeEdges } from './observe-edges.js';
import { observeSpans } from './observe-spans.js';
import { spansWhere, type Scope } from './scope.js';
import { timeCells } from './time-cells.js';
import type { Weighing } from './weight.js';

export interface ListRequest {
  readonly tenant: Tenant;
  /** Series that fit all matchers of any list; none for every series. */
  readonly matchers: readonly (readonly Matcher[])[];
  /** Inclusive; without it, a day before the end. */
  readonly start?: Millis;
  /** Inclusive; without it, the newest span. */
  readonly end?: Millis;
}

const DAY_MS = 86_400_000;
/** Label sets of one subject at most. */
const MAX_SETS = 1_000_000;

const listsOf = ({ matchers }: ListRequest): readonly (readonly Matcher[])[] =>
  matchers.length === 0 ? [[]] : matchers;

/** Metrics whose series may fit a request. */
export const askedMetrics = (request: ListRequest): readonly Metric[] =>
  [...new Set(listsOf(request).flatMap(fittingMetrics))].sort((a, b) => METRICS.indexOf(a) - METRICS.indexOf(b));

/**
 * Label sets of `metrics`, which a request asks for, with events in its time. Spans are read once for all metrics of them,
 * and once for edges.
 */
export async function listSeries(
  request: ListRequest,
  metrics: readonly Metric[],
  weighing: Weighing,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Labels[], QueryFailure>> {
  const anyOf = listsOf(request);
  if (metrics.length === 0) return ok([]);
  const listed = await scopeOf(request, runner, signal);
  if (!listed.ok) return listed;
  if (listed.value === undefined) return ok([]);
  const scope = listed.value;
  const tests = anyOf.map(fits);
  const found: Labels[] = [];
  for (const subject of ['spans', 'edges'] as const) {
    const own = metrics.filter((metric) => metric.subject === subject);
    if (own.length === 0) continue;
    const cells = timeCells(scope.after, Float64Array.of(scope.until));
    const observe = subject === 'spans' ? observeSpans : observeEdges;
    // Of one list the engine may choose by it; of several it gives all.
    const matchers = anyOf.length === 1 ? anyOf[0]! : [];
    for (const [representative, asked] of readings(own, subject)) {
      const question = { metric: representative, matchers, scope, cells, weighing, limit: MAX_SETS };
      const observed = await observe(question, runner, signal);
      if (!observed.ok) return observed;
      const sets = new Map(observed.value.map(({ labels }) => [JSON.stringify(labels), labels]));
      for (const labels of sets.values()) {
        for (const metric of asked) found.push(...seriesOf(metric, labels));
      }
    }
  }
  return ok(found.filter((labels) => tests.some((test) => test(labels))));
}

/** Metrics that have the same label sets, by one that says which: those of failed calls are fewer. */
function readings(metrics: readonly Metric[], subject: Subject): readonly [Metric, readonly Metric[]][] {
  const total = METRICS.find((metric) => metric.subject === subject && metric.part === 'events' && !metric.failed)!;
  const failed = metrics.filter((metric) => metric.failed);
  const all = metrics.filter((metric) => !metric.failed);
  return [
    ...(all.length > 0 ? [[total, all] as [Metric, Metric[]]] : []),
    ...failed.map((metric): [Metric, Metric[]] => [metric, [metric]]),
  ];
}

function seriesOf(metric: Metric, labels: Labels): readonly Labels[] {
  const named = { __name__: metric.name, ...labels };
  return metric.part === 'buckets' ? boundTexts(BOUNDS[metric.subject]).map((le) => ({ ...named, le })) : [named];
}

/** Whether there is any span in the time of a request. */
export async function anySpan(
  request: ListRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<boolean, QueryFailure>> {
  const scope = await scopeOf(request, runner, signal);
  if (!scope.ok) return scope;
  if (scope.value === undefined) return ok(false);
  const rows = await runner.rows(
    {
      columns: [{ expr: lit(1) }],
      from: { kind: 'table', name: SPANS.name },
      where: spansWhere(scope.value, []),
      limit: 1,
    },
    signal,
  );
  return rows.ok ? ok(rows.value.length > 0) : rows;
}

/** The time of a request, undefined where nothing can lie in it. */
async function scopeOf(
  { tenant, start, end }: ListRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Scope | undefined, QueryFailure>> {
  const newest = end === undefined ? await newestSpan(tenant, runner, signal) : ok(end);
  if (!newest.ok) return newest;
  if (newest.value === undefined) return ok(undefined);
  const until = newest.value;
  const after = millis((start ?? until - DAY_MS) - 1);
  return ok(after < until ? { tenant, after, until } : undefined);
}

/** When the newest span of a tenant begins, whole milliseconds up. */
async function newestSpan(
  tenant: Tenant,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Millis | undefined, QueryFailure>> {
  const newest = await runner.rows(
    {
      columns: [{ expr: call('count') }, { expr: call('toUnixTimestamp64Milli', call('max', col('start'))) }],
      from: { kind: 'table', name: SPANS.name },
      where: infix(col('tenant'), '=', param('String', tenant)),
    },
    signal,
  );
  if (!newest.ok) return newest;
  const [count, start] = newest.value[0] as [string, string];
  return ok(count === '0' ? undefined : millis(Number(start) + 1));
}
