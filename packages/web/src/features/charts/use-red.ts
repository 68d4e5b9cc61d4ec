import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { queryExemplars, type Exemplar } from '../../api/prom-query-exemplars.js';
import { queryInstant } from '../../api/prom-query.js';
import { queryRange, type PromSeries } from '../../api/prom-query-range.js';
import { chartGrid, type RangeMs } from '../time-range/range.js';
import { alignToGrid, gridTimes, ratio, type Column } from './align.js';
import { chooseExemplars } from './exemplar-points.js';
import {
  entryCallsQuery,
  entryExemplarQuery,
  entryPresenceQuery,
  entryQueries,
  exemplarQuery,
  operationExemplarQuery,
  operationPresenceQuery,
  operationQueries,
  presenceQuery,
  rateWindows,
  redQueries,
  type RedQueries,
} from './red-queries.js';

/** Points across a chart; a panel is some 400 pixels wide. */
const POINTS = 180;
/** Slices of the range with at most one exemplar each. */
const EXEMPLAR_COLUMNS = 48;

export interface Red {
  readonly times: readonly number[];
  /** Unix seconds. */
  readonly range: { readonly start: number; readonly end: number };
  readonly rate: Column;
  readonly errorRatio: Column;
  readonly p50: Column;
  readonly p95: Column;
  readonly p99: Column;
  /** Seconds: the range of the rates. */
  readonly window: number;
  /** `single`: there are some, but none yet that a point of the chart is made of. */
  readonly presence: 'rates' | 'single' | 'none';
  /** Of what: the metric of requests that the service sends, or its spans. */
  readonly of: 'requests' | 'spans';
}

export interface RedSource {
  readonly service: string;
  /** A span name: its spans are counted instead of the requests of the whole service. */
  readonly operation?: string;
  /** Identifies the range; `resolve` gives it at the moment of asking. */
  readonly rangeKey: string;
  readonly resolve: () => RangeMs;
  readonly refetchInterval: number | false;
}

export function useRed(source: RedSource): UseQueryResult<Red> {
  return useQuery({
    queryKey: ['red', source.service, source.operation, source.rangeKey],
    queryFn: ({ signal }) => fetchRed(source, source.resolve(), signal),
    refetchInterval: source.refetchInterval,
    placeholderData: (previous, query) => (isOf(source, query?.queryKey) ? previous : undefined),
  });
}

/** Exemplars are asked for on their own: without them the charts still stand. */
export function useExemplars(source: RedSource): UseQueryResult<readonly Exemplar[]> {
  return useQuery({
    queryKey: ['exemplars', source.service, source.operation, source.rangeKey],
    queryFn: async ({ signal }) => {
      const range = source.resolve();
      const seconds = { start: range.start / 1_000, end: range.end / 1_000 };
      const all = await fetchExemplars(source, range, signal);
      return chooseExemplars(all, seconds, EXEMPLAR_COLUMNS);
    },
    refetchInterval: source.refetchInterval,
    placeholderData: (previous, query) => (isOf(source, query?.queryKey) ? previous : undefined),
  });
}

function isOf({ service, operation }: RedSource, key: readonly unknown[] | undefined): boolean {
  return key?.[1] === service && key[2] === operation;
}

/** Of the metric that the service sends; where it has none, the slowest spans stand for themselves. */
async function fetchExemplars(source: RedSource, range: RangeMs, signal: AbortSignal): Promise<readonly Exemplar[]> {
  const { service, operation } = source;
  const seconds = { start: range.start / 1_000, end: range.end / 1_000 };
  if (operation !== undefined) return queryExemplars(operationExemplarQuery(service, operation), seconds, signal);
  const own = await queryExemplars(exemplarQuery(service), seconds, signal);
  return own.length > 0 ? own : queryExemplars(entryExemplarQuery(service), seconds, signal);
}

async function fetchRed({ service, operation }: RedSource, range: RangeMs, signal: AbortSignal): Promise<Red> {
  if (operation !== undefined) {
    const queries = (windowS: number) => operationQueries(service, operation, windowS);
    return redOf('spans', queries, operationPresenceQuery(service, operation), range, signal);
  }
  const requests = await redOf('requests', (s) => redQueries(service, s), presenceQuery(service), range, signal);
  if (requests.presence === 'rates') return requests;
  const spans = await redOf('spans', (s) => entryQueries(service, s), entryPresenceQuery(service), range, signal);
  if (spans.presence === 'rates') return spans;
  if (requests.presence === 'single') return requests;
  // The last point of the chart may lie up to a step before the first spans.
  const { samples } = await queryInstant(entryCallsQuery(service, range), range.end / 1_000, signal);
  return samples.some(({ value }) => value > 0) ? { ...spans, presence: 'single' } : requests;
}

async function redOf(
  of: Red['of'],
  queriesOver: (windowS: number) => RedQueries,
  anySample: string,
  range: RangeMs,
  signal: AbortSignal,
): Promise<Red> {
  const grid = chartGrid(range, POINTS);
  const times = gridTimes(grid);
  const seconds = { start: range.start / 1_000, end: range.end / 1_000 };
  let window = 0;
  let rateSeries: readonly PromSeries[] = [];
  for (window of rateWindows(grid.step)) {
    rateSeries = await queryRange(queriesOver(window).rate, grid, signal);
    if (hasSamples(rateSeries)) break;
  }
  const rate = alignToGrid(times, rateSeries);
  const none = times.map(() => null);
  const base = { times, range: seconds, window, of };
  if (!hasSamples(rateSeries)) {
    const present = hasSamples(await queryRange(anySample, grid, signal));
    const presence = present ? 'single' : 'none';
    return { ...base, rate, errorRatio: none, p50: none, p95: none, p99: none, presence };
  }
  const queries = queriesOver(window);
  const [errors = none, p50 = none, p95 = none, p99 = none] = await Promise.all(
    [queries.errors, queries.p50, queries.p95, queries.p99].map(async (query) =>
      alignToGrid(times, await queryRange(query, grid, signal)),
    ),
  );
  return { ...base, rate, errorRatio: ratio(errors, rate), p50, p95, p99, presence: 'rates' };
}

function hasSamples(series: readonly PromSeries[]): boolean {
  return series.some(({ samples }) => samples.length > 0);
}
