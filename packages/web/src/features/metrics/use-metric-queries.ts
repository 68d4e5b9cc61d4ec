import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { queryExemplars, type Exemplar } from '../../api/prom-query-exemplars.js';
import { queryInstant, type InstantAnswer } from '../../api/prom-query.js';
import { askRange, type PromAnswer, type PromGrid } from '../../api/prom-query-range.js';
import { chooseExemplars } from '../charts/exemplar-points.js';
import { chartGrid, type RangeMs } from '../time-range/range.js';
import { type TimeRange } from '../time-range/search.js';
import { type MetricQuery } from './metrics-search.js';

/** Points across the chart; about one for each two pixels of a wide screen. */
const POINTS = 600;
/** Slices of the range with at most one exemplar each. */
const EXEMPLAR_COLUMNS = 80;

export interface RangeAnswer extends PromAnswer {
  readonly grid: PromGrid;
}

/** The grid of a range: the step asked for, or a natural one. Seconds. */
export function metricGrid(range: RangeMs, stepS: number | undefined): PromGrid {
  if (stepS === undefined) return chartGrid(range, POINTS);
  return {
    start: Math.floor(range.start / 1_000 / stepS) * stepS,
    end: Math.floor(range.end / 1_000 / stepS) * stepS,
    step: stepS,
  };
}

interface Asked {
  readonly queries: readonly MetricQuery[];
  readonly range: TimeRange;
  readonly stepS: number | undefined;
}

const rangeKey = ({ text }: TimeRange): string => `${text.from} ${text.to}`;

/** Answers over the range, in the order of the queries. */
export function useRangeQueries({ queries, range, stepS }: Asked): readonly UseQueryResult<RangeAnswer>[] {
  return useQueries({
    queries: queries.map(({ expr }) => ({
      queryKey: ['metrics-range', expr, stepS, rangeKey(range)],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const grid = metricGrid(range.resolve(), stepS);
        return { ...(await askRange(expr, grid, signal)), grid };
      },
      refetchInterval: range.refetchInterval,
      retry: false,
    })),
  });
}

/** Answers at the end of the range. */
export function useInstantQueries({ queries, range }: Omit<Asked, 'stepS'>): readonly UseQueryResult<InstantAnswer>[] {
  return useQueries({
    queries: queries.map(({ expr }) => ({
      queryKey: ['metrics-instant', expr, rangeKey(range)],
      queryFn: ({ signal }: { signal: AbortSignal }) => queryInstant(expr, range.resolve().end / 1_000, signal),
      refetchInterval: range.refetchInterval,
      retry: false,
    })),
  });
}

/** The slowest exemplars of the queries' own series. */
export function useMetricExemplars({ queries, range }: Omit<Asked, 'stepS'>): readonly Exemplar[] {
  const answers = useQueries({
    queries: queries.map(({ expr }) => ({
      queryKey: ['metrics-exemplars', expr, rangeKey(range)],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { start, end } = range.resolve();
        const seconds = { start: start / 1_000, end: end / 1_000 };
        return chooseExemplars(await queryExemplars(expr, seconds, signal), seconds, EXEMPLAR_COLUMNS);
      },
      refetchInterval: range.refetchInterval,
      retry: false,
    })),
  });
  return answers.flatMap(({ data }) => data ?? []);
}
