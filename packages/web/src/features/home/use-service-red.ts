import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryInstant } from '../../api/prom-query.js';
import { queryRange } from '../../api/prom-query-range.js';
import { chartGrid } from '../time-range/range.js';
import { type TimeRange } from '../time-range/search.js';

/** Requests that a service takes in; those it makes are counted where they arrive. */
const ENTRY = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';

/** Points of a sparkline 96 px wide. */
const POINTS = 32;

export interface ServiceRed {
  /** Requests per second along the range, in even steps; 0 where nothing was called. */
  readonly rates: readonly number[];
  /** Seconds. */
  readonly p95?: number;
}

/** Rate and latency of all services, made by the server from their spans: two queries for the whole page. */
export const redQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['service-red', range.text.from, range.text.to],
    queryFn: async ({ signal }) => {
      const { start, end } = range.resolve();
      // The last point is now: the number beside the line is its value.
      const { step } = chartGrid({ start, end }, POINTS);
      const steps = Math.floor((end - start) / 1_000 / step);
      const grid = { start: Math.floor(end / 1_000) - steps * step, end: Math.floor(end / 1_000), step };
      const window = `${Math.max(60, step)}s`;
      const whole = `${Math.max(60, Math.round((end - start) / 1_000))}s`;
      const [rates, p95] = await Promise.all([
        queryRange(`sum by (service) (rate(traces_spanmetrics_calls_total{${ENTRY}}[${window}]))`, grid, signal),
        queryInstant(
          `histogram_quantile(0.95, sum by (service, le) (rate(traces_spanmetrics_latency_bucket{${ENTRY}}[${whole}])))`,
          end / 1_000,
          signal,
        ),
      ]);
      const found = new Map<string, ServiceRed>();
      for (const { labels, samples } of rates) {
        const along = Array.from({ length: steps + 1 }, () => 0);
        for (const [time, value] of samples) along[Math.round((time - grid.start) / step)] = value;
        found.set(labels['service'] ?? '', { rates: along });
      }
      for (const { labels, value } of p95.samples) {
        const name = labels['service'] ?? '';
        if (Number.isFinite(value)) found.set(name, { rates: found.get(name)?.rates ?? [], p95: value });
      }
      return found;
    },
  });

export function useServiceRed(range: TimeRange): ReadonlyMap<string, ServiceRed> | undefined {
  const red = useQuery({
    ...redQuery(range),
    refetchInterval: range.refetchInterval,
    placeholderData: (previous) => previous,
  });
  return red.data;
}
