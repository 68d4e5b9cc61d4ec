import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryInstant } from '../../api/prom-query.js';
import { queryRange } from '../../api/prom-query-range.js';
import { entrySpans } from '../charts/red-queries.js';
import { alongGrid, sparkGrid } from '../charts/spark-rates.js';
import { type TimeRange } from '../time-range/search.js';
import { serviceRed, type ServiceRed } from './service-red.js';

/** Rate, errors and latency of all services, made by the server from their spans: three queries for the whole page. */
export const redQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['service-red', range.text.from, range.text.to],
    queryFn: async ({ signal }) => {
      const at = range.resolve();
      const grid = sparkGrid(at);
      const { start, end, step, window, whole } = grid;
      const now = async (query: string) => (await queryInstant(query, at.end / 1_000, signal)).samples;
      const [rates, calls, p95] = await Promise.all([
        queryRange(
          `sum by (service) (rate(traces_spanmetrics_calls_total{${entrySpans}}[${window}s]))`,
          { start, end, step },
          signal,
        ),
        now(`sum by (service, status_code) (increase(traces_spanmetrics_calls_total{${entrySpans}}[${whole}s]))`),
        now(
          `histogram_quantile(0.95, sum by (service, le) (rate(traces_spanmetrics_latency_bucket{${entrySpans}}[${whole}s])))`,
        ),
      ]);
      return serviceRed(
        rates.map((series) => ({ labels: series.labels, along: alongGrid(series, grid) })),
        calls,
        p95,
      );
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
