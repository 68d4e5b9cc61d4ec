import { useSearch } from '@tanstack/react-router';
import { type TraceSearch } from './trace-search.js';

/** What the URL of a trace's page says. */
export function useTraceSearch(): TraceSearch {
  return useSearch({ from: '/traces/$traceId' });
}
