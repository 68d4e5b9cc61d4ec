import { err, millis, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, SqlRunner } from '../lang/index.js';
import { exemplarsSelect } from './compile/exemplars.js';
import { Budget } from './exec/budget.js';
import { EvalError, failureError, type PromError } from './exec/eval-error.js';
import type { FetchContext } from './exec/fetch-context.js';
import { withoutNames } from './exec/fetch-counters.js';
import { fetchSeries, sampleWindow } from './exec/fetch.js';
import { LabelSet } from './exec/label-set.js';
import { RowBinaryReader } from '../lang/index.js';
import { PRODUCTION_FEATURES, type PromFeatures } from './syntax/index.js';
import type { Fetch } from './plan/index.js';
import type { PromLimits } from './query.js';
import { servedMetrics, type SeriesSource } from './series-source.js';
import { children, formatParseError, parse, type Expr } from './syntax/index.js';

export interface ExemplarsRequest {
  /** Exemplars of every series that any selector of the expression matches. */
  readonly query: string;
  /** Inclusive. */
  readonly start: Millis;
  /** Inclusive. */
  readonly end: Millis;
  readonly tenant: Tenant;
  readonly limits: PromLimits;
  /** Default: those of production. */
  readonly features?: PromFeatures;
  /** Series besides those that are stored. */
  readonly source?: SeriesSource;
}

export interface Exemplar {
  /** `trace_id` and `span_id` in lower-case hex where known, and the sender's other labels. */
  readonly labels: Labels;
  readonly value: number;
  readonly time: Millis;
}

export interface SeriesExemplars {
  /** `__name__` included. */
  readonly seriesLabels: Labels;
  /** In time order. */
  readonly exemplars: readonly Exemplar[];
}

/**
 * Exemplars by series, series without any left out, one that was sent twice given once; undefined for an expression that
 * selects nothing.
 */
export async function exemplars(
  request: ExemplarsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly SeriesExemplars[] | undefined, PromError>> {
  const { query, start, end, tenant, limits } = request;
  if (end < start) {
    return err({ type: 'bad_data', param: 'end', message: 'end timestamp must not be before start time' });
  }
  const { features = PRODUCTION_FEATURES } = request;
  const parsed = parse(query, features);
  if (!parsed.ok) {
    const { range } = parsed.error;
    return err({ type: 'bad_data', param: 'query', message: formatParseError(query, parsed.error), range });
  }
  const budget = new Budget(limits.maxSamples, signal);
  const found = new Map<string, SeriesExemplars>();
  const selectors = selectorsOf(parsed.value);
  if (selectors.length === 0) return ok(undefined);
  try {
    for (const matchers of selectors) {
      const placement = { where: 'clickhouse', why: 'exemplars are stored there' } as const;
      const fetch: Fetch = { id: 0, matchers, after: millis(start - 1), until: end, placement };
      const context = { tenant, runner, budget, features };
      const series = await fetchSeries(fetch, context);
      const stored = await readExemplars(fetch, series, context);
      const made = await madeExemplars(request, fetch, series, context);
      for (const one of [...stored, ...made]) found.set(JSON.stringify(one.seriesLabels), one);
    }
  } catch (error) {
    if (error instanceof EvalError) return err(error.error);
    throw error;
  }
  return ok([...found.values()]);
}

/** Matchers of every selector, each combination once. */
function selectorsOf(expr: Expr): readonly (readonly Matcher[])[] {
  const found = new Map<string, readonly Matcher[]>();
  const visit = (one: Expr): void => {
    if (one.kind === 'vector') found.set(JSON.stringify(one.matchers), one.matchers);
    children(one).forEach(visit);
  };
  visit(expr);
  return [...found.values()];
}

type StoredSeries = Awaited<ReturnType<typeof fetchSeries>>;

/** Of the source's metrics of which no samples are stored. */
async function madeExemplars(
  { source, start, end }: ExemplarsRequest,
  fetch: Fetch,
  stored: StoredSeries,
  { tenant, runner, budget }: FetchContext,
): Promise<readonly SeriesExemplars[]> {
  const matchers = withoutNames(fetch, new Set(stored.map(({ labels }) => labels.name)));
  if (source === undefined || servedMetrics(source, matchers).length === 0) return [];
  const limit = Math.max(budget.left, 1);
  const answer = await source.exemplars({ tenant, matchers, start, end, limit }, runner, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  budget.hold(answer.value.reduce((sum, one) => sum + one.exemplars.length, 0));
  return answer.value.map(({ labels, exemplars: own }) => ({ seriesLabels: labels, exemplars: own }));
}

async function readExemplars(
  fetch: Fetch,
  series: StoredSeries,
  context: FetchContext,
): Promise<readonly SeriesExemplars[]> {
  const { tenant, runner, budget } = context;
  if (series.length === 0) return [];
  const select = exemplarsSelect(sampleWindow(fetch, series, tenant), budget.left + 1);
  const answer = await runner.binary(select, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const reader = new RowBinaryReader(answer.value);
  const byFingerprint = new Map<bigint, Exemplar[]>();
  while (!reader.done) {
    const fingerprint = reader.u64();
    const time = millis(reader.i64AsNumber());
    const value = reader.f64();
    const ids: [string, string][] = [
      ['trace_id', idText(reader.bytes(16))],
      ['span_id', idText(reader.bytes(8))],
    ];
    const labels = LabelSet.of([...reader.textMap(), ...ids.filter(([, id]) => id !== '')]).toLabels();
    budget.hold(1);
    const own = byFingerprint.get(fingerprint);
    if (own) {
      // A sender that heard no answer sends again.
      const last = own.at(-1)!;
      if (last.time !== time || last.value !== value || !sameLabels(last.labels, labels))
        own.push({ labels, value, time });
    } else byFingerprint.set(fingerprint, [{ labels, value, time }]);
  }
  return series.flatMap(({ fingerprint, labels }) => {
    const own = byFingerprint.get(fingerprint);
    return own ? [{ seriesLabels: labels.toLabels(), exemplars: own }] : [];
  });
}

const sameLabels = (a: Labels, b: Labels): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Hex of an id; zero is none. */
const idText = (bytes: Buffer): string => (bytes.some((b) => b !== 0) ? bytes.toString('hex') : '');
