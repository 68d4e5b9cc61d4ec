import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { queryInstant } from '../../api/prom-query.js';
import { type TimeRange } from '../time-range/search.js';
import { graphQueries } from './graph-queries.js';
import { serviceGraph, type ServiceGraph } from './service-graph.js';

/** The calls between services, averaged over the time range. */
export function useServiceGraph(range: TimeRange): UseQueryResult<ServiceGraph> {
  return useQuery({
    queryKey: ['service-graph', range.text.from, range.text.to],
    queryFn: async ({ signal }) => {
      const { start, end } = range.resolve();
      const queries = graphQueries(Math.max(1, Math.round((end - start) / 1_000)));
      const ask = async (query: string) => (await queryInstant(query, end / 1_000, signal)).samples;
      const [total, failed, edgeP95, nodeP95] = await Promise.all([
        ask(queries.total),
        ask(queries.failed),
        ask(queries.edgeP95),
        ask(queries.nodeP95),
      ]);
      return serviceGraph({ total, failed, edgeP95, nodeP95 });
    },
    refetchInterval: range.refetchInterval,
    placeholderData: (previous) => previous,
  });
}
