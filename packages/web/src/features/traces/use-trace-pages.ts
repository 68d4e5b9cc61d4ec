import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { searchTracePage, type TracePage } from '../../api/tempo-search.js';
import { type RangeMs } from '../time-range/range.js';
import { type TimeRange } from '../time-range/search.js';
import { readForm } from './trace-form.js';

const PAGE = 50;

export interface FoundPage extends TracePage {
  /** What the range was when it was asked. */
  readonly range: RangeMs;
}

/** The traces that a query finds, page by page. */
export function useTracePages(
  q: string,
  order: 'start' | 'duration',
  range: TimeRange,
  enabled: boolean,
): UseInfiniteQueryResult<InfiniteData<FoundPage>> {
  return useInfiniteQuery({
    queryKey: ['traces', q, order, range.text.from, range.text.to],
    enabled,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const bounds = range.resolve();
      // A plain filter may name what it found; anything longer is sent as it was written.
      const asked = readForm(q) ? `${q.trim() === '' ? '{ }' : q} | select(name)` : q;
      const page = await searchTracePage({ q: asked, range: bounds, order, limit: PAGE, cursor: pageParam }, signal);
      return { ...page, range: bounds };
    },
    getNextPageParam: (page) => page.cursor,
    // Asking again for many pages would move rows under the hand of someone who has read that far.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : range.refetchInterval),
    placeholderData: (previous, query) => (query?.queryKey[1] === q ? previous : undefined),
  });
}
