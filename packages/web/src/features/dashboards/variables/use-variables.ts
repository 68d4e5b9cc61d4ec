import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { type TimeRange } from '../../time-range/search.js';
import { type Dashboard } from '../model/dashboard.js';
import { resolveVariables, type Chosen, type Resolved } from './resolve.js';

/** How long the options of a variable that does not follow the range are taken as they are. */
const FRESH_MS = 60_000;

/** The variables of a dashboard with their options and values; what they were before while they are asked for again. */
export function useVariables(dashboard: Dashboard, chosen: Chosen, range: TimeRange): UseQueryResult<Resolved> {
  const client = useQueryClient();
  return useQuery({
    queryKey: [
      'variables',
      dashboard.uid,
      dashboard.variables,
      dashboard.inputs,
      chosen,
      range.text.from,
      range.text.to,
    ],
    queryFn: () =>
      resolveVariables(dashboard, chosen, range.resolve(), (key, ask) =>
        client.fetchQuery({ queryKey: key, queryFn: ({ signal }) => ask(signal), staleTime: FRESH_MS, retry: false }),
      ),
    placeholderData: (previous) => previous,
    retry: false,
    staleTime: Infinity,
  });
}
