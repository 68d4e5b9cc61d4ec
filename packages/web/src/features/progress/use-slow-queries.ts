import { useQueryClient, type Query } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';

/** Answers that come sooner feel immediate; a bar for them would only flicker. */
const SLOW_MS = 300;

/** Queries that wait by design, such as the check for a first record, set `meta: { quiet: true }`. */
function shows(query: Pick<Query, 'state' | 'meta'>): boolean {
  return query.state.fetchStatus === 'fetching' && query.meta?.['quiet'] !== true;
}

export interface SlowQueries {
  /** When the oldest of them began, on the clock of `performance.now()`. */
  readonly since: number;
  /** Aborts their requests; the server then frees what it held for them. */
  readonly cancel: () => void;
}

/** All requests of the page that take longer than 300 ms, as one; undefined while there is none. */
export function useSlowQueries(): SlowQueries | undefined {
  const client = useQueryClient();
  const [since, setSince] = useState<number>();

  useEffect(() => {
    const cache = client.getQueryCache();
    const started = new Map<string, number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const oldest = Math.min(...started.values());
      if (oldest === Infinity) return setSince(undefined);
      const wait = oldest + SLOW_MS - performance.now();
      if (wait > 0) timer = setTimeout(look, wait);
      setSince(wait > 0 ? undefined : oldest);
    };
    // The page asked before it was drawn.
    for (const query of cache.getAll()) if (shows(query)) started.set(query.queryHash, performance.now());
    look();
    const unsubscribe = cache.subscribe((event) => {
      const query = event.query as Query;
      const running = event.type !== 'removed' && shows(query);
      if (running === started.has(query.queryHash)) return;
      if (running) started.set(query.queryHash, performance.now());
      else started.delete(query.queryHash);
      look();
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client]);

  const cancel = useCallback(() => void client.cancelQueries({ predicate: shows }), [client]);
  return since === undefined ? undefined : { since, cancel };
}
