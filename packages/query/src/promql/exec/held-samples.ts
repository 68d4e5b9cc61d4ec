import { millis } from '@bongsu/model';
import { samplesSelect } from '../compile/samples.js';
import { seriesCountSelect } from '../compile/series.js';
import type { Fetch } from '../plan/index.js';
import { RowBinaryReader } from '../../lang/index.js';
import type { CachedSamples } from '../sample-cache/cached-samples.js';
import type { StoredSeries } from '../series-catalog/series-catalog.js';
import { EvalError, failureError } from './eval-error.js';
import type { FetchContext } from './fetch-context.js';

/** Between two samples of most series: what a statement will read is guessed by it. */
export const USUAL_INTERVAL_MS = 15_000;

/** Samples that one statement reads for the cache: some ten milliseconds of taking them in. */
const SAMPLES_A_STATEMENT = 500_000;

/** Bytes of a sample in the cache while it is taken in. */
const SAMPLE_BYTES = 8;

/** Reading a whole metric for a few of its series is worth it up to so many times what is wanted. */
const MOST_FOR_FEW = 20;

/** Of one statement: samples may be denser than is usual. */
const MOST_ROWS = 16 * SAMPLES_A_STATEMENT;

/**
 * The samples of a fetch in the cache, read into it where they are not; undefined where the cache does not hold what is
 * wanted: series of several metrics, native histograms, start times, more than is worth holding.
 */
export async function heldSamples(
  fetch: Fetch,
  series: readonly StoredSeries[],
  context: FetchContext,
): Promise<CachedSamples | undefined> {
  const { samples, tenant, runner, budget, features } = context;
  const [first] = series;
  if (samples === undefined || first === undefined || features.useStartTimestamps) return undefined;
  const metric = first.labels.name;
  if (series.some((one) => one.native || one.labels.name !== metric)) return undefined;
  const range = { tenant, metric, after: fetch.after, until: fetch.until };
  return samples.samples(range, {
    statements: async (milliseconds) => {
      const all = await countSeries(fetch, metric, context);
      const perSeries = milliseconds / USUAL_INTERVAL_MS;
      const isMuch = all * perSeries * SAMPLE_BYTES > samples.maxBytes / 2;
      const isForFew = all > MOST_FOR_FEW * series.length && all * perSeries > SAMPLES_A_STATEMENT;
      return isMuch || isForFew ? 0 : Math.max(1, Math.ceil((all * perSeries) / SAMPLES_A_STATEMENT));
    },
    limit: MOST_ROWS,
    load: async ({ after, until }) => {
      const select = samplesSelect({ tenant, metrics: [metric], after, until }, MOST_ROWS, false);
      const answer = await runner.columns(select, budget.signal);
      if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
      return answer.value;
    },
  });
}

/** How many series of a metric have samples on the days of a fetch. */
async function countSeries(fetch: Fetch, metric: string, context: FetchContext): Promise<number> {
  const { tenant, runner, budget } = context;
  const window = { tenant, start: millis(fetch.after + 1), end: fetch.until };
  const answer = await runner.binary(seriesCountSelect(window, metric), budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  return Number(new RowBinaryReader(answer.value).u64());
}
