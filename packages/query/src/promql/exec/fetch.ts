import { dayOfMillis, millis, startOfDay, type Tenant } from '@bongsu/model';
import { whyNotEngineRegex, type Matcher } from '../../lang/index.js';
import { histogramSeriesSelect, histogramsSelect } from '../compile/native-histograms.js';
import { samplesSelect, type SampleWindow } from '../compile/samples.js';
import { metricOf, seriesSelect } from '../compile/series.js';
import type { StoredSeries } from '../series-catalog/series-catalog.js';
import type { Fetch } from '../plan/index.js';
import { METRIC_NAME } from '../syntax/index.js';
import { col, infix, subquery, type Expr } from '../../sql/index.js';
import { EvalError, failureError, tooManySamples } from './eval-error.js';
import type { FetchContext } from './fetch-context.js';
import { histogramSize } from './histogram/float-histogram.js';
import { mergeHistograms } from './histogram/merge-samples.js';
import { readHistogramRow, type HistogramRow } from './histogram/read.js';
import { heldSamples } from './held-samples.js';
import { compareLabels, LabelSet } from './label-set.js';
import { RowBinaryReader } from '../../lang/index.js';
import { labelsFilter } from '../match-labels.js';
import { sampleColumns } from './sample-columns.js';
import type { RawSeries } from './series.js';

/** A statement's text is bounded (256 KiB by default); a fingerprint takes up to 22 bytes of it. */
const MAX_LISTED = 2000;

/** Series that match a fetch, sorted by labels. Each counts as a sample against the budget. */
export async function fetchSeries(fetch: Fetch, context: FetchContext): Promise<readonly StoredSeries[]> {
  const { runner, budget } = context;
  const cache = runner.series;
  const known = await knownSeries(fetch, context);
  if (known !== undefined) {
    budget.hold(known.length);
    return known;
  }
  const series = await (cache === undefined
    ? findSeries(fetch, context)
    : cache.get(seriesKey(fetch, context), () => findSeries(daysOf(fetch), context)));
  budget.hold(series.length);
  return series;
}

/** The series of a fetch of one metric, from the catalog. */
async function knownSeries(fetch: Fetch, context: FetchContext): Promise<readonly StoredSeries[] | undefined> {
  const { catalog, tenant, features } = context;
  const { matchers } = fetch;
  const metric = metricOf(matchers);
  if (catalog === undefined || metric === undefined || features.typeAndUnitLabels) return undefined;
  const first = dayOfMillis(millis(fetch.after + 1));
  const last = dayOfMillis(fetch.until);
  return catalog.series({ tenant, metric, matchers, first, last }, (from, to, limit) => {
    const named = { name: METRIC_NAME, op: '=', value: metric } as const;
    const days = { after: millis(startOfDay(from) - 1), until: millis(startOfDay(to) + DAY_MS - 1) };
    return findSeries({ ...fetch, ...days, matchers: [named] }, context, limit);
  });
}

/** Whole days: what is asked a minute later then is the same question. */
function daysOf(fetch: Fetch): Fetch {
  const first = Math.floor((fetch.after + 1) / DAY_MS) * DAY_MS;
  const last = (Math.floor(fetch.until / DAY_MS) + 1) * DAY_MS;
  return { ...fetch, after: millis(first - 1), until: millis(last - 1) };
}

const DAY_MS = 86_400_000;

function seriesKey(fetch: Fetch, { tenant, features }: FetchContext): string {
  const { after, until, matchers } = daysOf(fetch);
  return JSON.stringify(['promql', tenant, features.typeAndUnitLabels, after, until, matchers]);
}

/** With `most`, one more than that at most; without it more than the budget has left are a failure. */
async function findSeries(fetch: Fetch, context: FetchContext, most?: number): Promise<readonly StoredSeries[]> {
  const { tenant, runner, budget, features } = context;
  const { typeAndUnitLabels } = features;
  const [asked, rest] = divided(fetch.matchers, typeAndUnitLabels);
  // The first sample wanted is 1 ms after `after`.
  const window = { tenant, start: millis(fetch.after + 1), end: fetch.until };
  const limit = (most ?? budget.left) + 1;
  const base = seriesSelect(window, [asked], limit);
  const metadata = typeAndUnitLabels ? [{ expr: col('type') }, { expr: col('unit') }] : [];
  const select = { ...base, columns: [...base.columns, { expr: hasHistograms(fetch, tenant) }, ...metadata] };
  const answer = await runner.binary(select, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const reader = new RowBinaryReader(answer.value);
  const series: StoredSeries[] = [];
  while (!reader.done) {
    const fingerprint = reader.u64();
    const metric = reader.text();
    const stored = reader.textMap();
    const native = reader.u8() === 1;
    const described = typeAndUnitLabels ? typeAndUnit(reader.text(), reader.text()) : [];
    // What was sent as a label counts more than what is known of the metric.
    const labels = LabelSet.of([...described, ...stored, [METRIC_NAME, metric]]);
    series.push({ fingerprint, labels, native });
  }
  if (most === undefined && series.length >= limit) throw new EvalError(tooManySamples());
  const fits = labelsFilter(rest);
  return series.filter(({ labels }) => fits(labels)).sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Whether a series of `metric_series` has native histograms in the time of a fetch. */
function hasHistograms({ matchers, after, until }: Fetch, tenant: Tenant): Expr {
  const metric = metricOf(matchers);
  const window = { tenant, metrics: metric === undefined ? [] : [metric], after, until };
  return infix(col('fingerprint'), 'IN', subquery(histogramSeriesSelect(window)));
}

/** Type and unit of a metric as labels; an unknown type is none. */
const typeAndUnit = (type: string, unit: string): readonly (readonly [string, string])[] => [
  ['__type__', type === 'unknown' ? '' : type],
  ['__unit__', unit],
];

/** Matchers for the engine's conditions, and those decided here when the labels are known. */
function divided(
  matchers: readonly Matcher[],
  typeAndUnitLabels: boolean,
): readonly [asked: readonly Matcher[], rest: readonly Matcher[]] {
  const isDescription = ({ name }: Matcher): boolean => name === '__type__' || name === '__unit__';
  const isHere = (matcher: Matcher): boolean => !isForEngine(matcher) || (typeAndUnitLabels && isDescription(matcher));
  return [matchers.filter((matcher) => !isHere(matcher)), matchers.filter(isHere)];
}

/** Whether the engine's `match` surely agrees with ours on a matcher's pattern. */
const isForEngine = ({ op, value }: Matcher): boolean =>
  op === '=' || op === '!=' || whyNotEngineRegex(value) === undefined;

/** The samples of a fetch as series sorted by labels; series without samples are left out. */
export async function fetchSamples(fetch: Fetch, context: FetchContext): Promise<readonly RawSeries[]> {
  const series = await fetchSeries(fetch, context);
  const held = await heldSamples(fetch, series, context);
  if (held === undefined) return readSamples(fetch, series, context, sampleWindow(fetch, series, context.tenant));
  const found: RawSeries[] = [];
  let read = 0;
  for (const { fingerprint, labels } of series) {
    const columns = held.columns(fingerprint);
    if (columns === undefined) continue;
    read += columns.times.length;
    context.budget.hold(columns.times.length);
    found.push({ labels, dropName: false, ...columns });
  }
  await context.budget.spend(read);
  return found;
}

/** The samples of `series`, which are of `fetch`, in the order of `series`; `window` selects at least those. */
export async function readSamples(
  fetch: Fetch,
  series: readonly StoredSeries[],
  { tenant, runner, budget, features }: FetchContext,
  window: SampleWindow = someSamples(fetch, series, tenant),
): Promise<readonly RawSeries[]> {
  if (series.length === 0 || budget.left <= 0) return none(series);
  const limit = budget.left + 1;
  const withStart = features.useStartTimestamps;
  const select = samplesSelect(window, limit, withStart);
  const answer = await runner.columns(select, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  // A series first written while this query ran may be here and is not among those matched.
  const { rows, series: found } = sampleColumns(answer.value, withStart);
  if (rows >= limit) throw new EvalError(tooManySamples());
  budget.hold(rows);
  await budget.spend(rows);
  const numbersOf = ({ fingerprint, labels }: StoredSeries): RawSeries | undefined => {
    const columns = found.get(fingerprint);
    return columns && { labels, dropName: false, ...columns };
  };
  const native = series.filter((one) => one.native);
  if (native.length === 0) return series.flatMap((one) => numbersOf(one) ?? []);
  const histograms = await readHistograms(someSamples(fetch, native, tenant), { tenant, runner, budget, features });
  return series.flatMap((one) => {
    const rows = histograms.get(one.fingerprint);
    const own = numbersOf(one);
    if (rows === undefined) return own ?? [];
    return [mergeHistograms(own ?? { ...NO_SAMPLES, labels: one.labels }, rows, withStart)];
  });
}

const NO_SAMPLES = { dropName: false, times: new Float64Array(0), values: new Float64Array(0) };

/** Histograms by series, in time order. */
async function readHistograms(
  window: SampleWindow,
  { runner, budget }: FetchContext,
): Promise<ReadonlyMap<bigint, readonly HistogramRow[]>> {
  const limit = Math.max(budget.left, 0) + 1;
  const answer = await runner.binary(histogramsSelect(window, limit), budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const reader = new RowBinaryReader(answer.value);
  const rows = new Map<bigint, HistogramRow[]>();
  while (!reader.done) {
    const row = readHistogramRow(reader);
    const size = histogramSize(row.histogram);
    budget.hold(size);
    await budget.spend(size);
    const own = rows.get(row.fingerprint);
    if (own) own.push(row);
    else rows.set(row.fingerprint, [row]);
  }
  return rows;
}

function none(series: readonly StoredSeries[]): readonly RawSeries[] {
  if (series.length > 0) throw new EvalError(tooManySamples());
  return [];
}

/** The samples of all series of a fetch, named in the cheapest way the engine understands. */
export function sampleWindow(fetch: Fetch, series: readonly StoredSeries[], tenant: Tenant): SampleWindow {
  const { after, until, matchers } = fetch;
  if (matchers.length > 1 || metricOf(matchers) === undefined) return someSamples(fetch, series, tenant);
  // Every series of the metric: no list needed.
  return { tenant, metrics: metricsOf(series), after, until };
}

/** The samples of some series of a fetch; of all where a list of them would be too long. */
export function someSamples(fetch: Fetch, series: readonly StoredSeries[], tenant: Tenant): SampleWindow {
  const { after, until, matchers } = fetch;
  const base = { tenant, metrics: metricsOf(series), after, until };
  if (series.length <= MAX_LISTED) return { ...base, series: series.map((s) => s.fingerprint) };
  // At least those: more are left out when the rows are read.
  const [asked] = divided(matchers, true);
  const { columns, ...select } = seriesSelect({ tenant, start: millis(after + 1), end: until }, [asked]);
  return { ...base, series: { ...select, columns: columns.slice(0, 1) } };
}

/** The metrics of series, or none where there are too many to list: then the series alone decide. */
function metricsOf(series: readonly StoredSeries[]): readonly string[] {
  const metrics = [...new Set(series.map((s) => s.labels.name))];
  return metrics.length <= MAX_LISTED ? metrics : [];
}

/** The same samples without stale markers, as range vectors see them. */
export function withoutStale(series: RawSeries): RawSeries {
  const { labels, dropName, times, values, histograms, stale, starts } = series;
  if (stale === undefined) return series;
  const keeps = (_: unknown, i: number): boolean => stale[i] !== 1;
  const kept = { labels, dropName, times: times.filter(keeps), values: values.filter(keeps) };
  return {
    ...kept,
    ...(histograms ? { histograms: histograms.filter(keeps) } : {}),
    ...(starts ? { starts: starts.filter(keeps) } : {}),
  };
}
