import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { fetchLines } from '../../api/loki-query-range.js';
import { msToNanos, parseNanos } from '../../time/nanos.js';
import { type TimeRange } from '../time-range/search.js';
import { mergeLines } from './live-merge.js';
import { toLogLines, type LogLine } from './log-line.js';

const LIVE_MS = 2_000;
const PAGE = 500;
const LIVE_LIMIT = 1_000;
/** Lines kept on the page. */
export const maxLines = 20_000;
/** How far a poll looks back behind the newest line: hosts send in batches, so an older line may arrive later. */
const OVERLAP_NS = 15_000_000_000n;
/** A little ahead of this clock, for senders whose clock is fast. */
const AHEAD_MS = 10_000;

interface State {
  readonly lines: readonly LogLine[];
  /** Arrived while paused, newest first. */
  readonly held: readonly LogLine[];
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly capped: boolean;
  readonly gap: boolean;
}

type Action =
  | { readonly type: 'reset' }
  | { readonly type: 'first'; readonly lines: readonly LogLine[]; readonly hasOlder: boolean }
  | { readonly type: 'live'; readonly lines: readonly LogLine[]; readonly paused: boolean; readonly full: boolean }
  | { readonly type: 'release' }
  | { readonly type: 'older'; readonly lines: readonly LogLine[]; readonly hasOlder: boolean }
  | { readonly type: 'loadingOlder'; readonly on: boolean }
  | { readonly type: 'error'; readonly error: unknown };

const initial: State = {
  lines: [],
  held: [],
  phase: 'loading',
  error: undefined,
  hasOlder: false,
  loadingOlder: false,
  capped: false,
  gap: false,
};

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'reset':
      return initial;
    case 'first': {
      const merged = mergeLines([], action.lines, maxLines);
      return { ...initial, phase: 'ready', lines: merged.lines, hasOlder: action.hasOlder };
    }
    case 'live': {
      const known = new Set(state.lines.map(({ id }) => id));
      const fresh = action.lines.filter(({ id }) => !known.has(id));
      const gap = state.gap || (action.full && fresh.length === action.lines.length);
      if (fresh.length === 0) return state.error === undefined ? state : { ...state, error: undefined };
      if (action.paused) {
        const held = mergeLines(state.held, fresh, maxLines);
        if (held.added === 0 && state.error === undefined) return state;
        return { ...state, error: undefined, held: held.lines, gap };
      }
      return { ...release({ ...state, held: mergeLines(state.held, fresh, maxLines).lines }), error: undefined, gap };
    }
    case 'release':
      return state.held.length === 0 ? state : release(state);
    case 'older': {
      const merged = mergeLines(state.lines, action.lines, maxLines);
      const capped = state.capped || merged.dropped;
      return { ...state, lines: merged.lines, hasOlder: action.hasOlder && !capped, loadingOlder: false, capped };
    }
    case 'loadingOlder':
      return { ...state, loadingOlder: action.on };
    case 'error':
      return {
        ...state,
        error: action.error,
        loadingOlder: false,
        phase: state.phase === 'ready' ? 'ready' : 'failed',
      };
  }
}

function release(state: State): State {
  const merged = mergeLines(state.lines, state.held, maxLines);
  return { ...state, lines: merged.lines, held: [], capped: state.capped || merged.dropped };
}

export interface LogStream extends State {
  readonly release: () => void;
  readonly loadOlder: () => void;
  readonly retry: () => void;
}

/**
 * The newest lines of a query, then whatever arrives. While `paused` new lines are held back, counted, and put in by
 * `release`. Polling stops in a hidden tab.
 */
export function useLogStream(input: {
  readonly query: string;
  readonly range: TimeRange;
  readonly live: boolean;
  readonly paused: boolean;
}): LogStream {
  const { query, range, live } = input;
  const [state, dispatch] = useReducer(reduce, initial);
  const [round, retry] = useReducer((n: number) => n + 1, 0);
  const paused = useRef(input.paused);
  const current = useRef(state);
  const oldest = useRef(0);
  useEffect(() => {
    paused.current = input.paused;
    current.current = state;
  });
  // "Refresh now" invalidates all queries; this one exists to hear of it.
  const refreshed = useQuery({ queryKey: ['logs-refresh'], queryFn: () => Date.now(), staleTime: Infinity }).data;

  useEffect(() => {
    const abort = new AbortController();
    dispatch({ type: 'reset' });
    void (async () => {
      const at = range.resolve();
      oldest.current = at.start;
      const end = range.following ? at.end + AHEAD_MS : at.end;
      try {
        const lines = await fetchLines(
          { query, start: msToNanos(at.start), end: msToNanos(end), limit: PAGE },
          abort.signal,
        );
        dispatch({ type: 'first', lines: toLogLines(lines), hasOlder: lines.length >= PAGE });
      } catch (error) {
        if (!abort.signal.aborted) dispatch({ type: 'error', error });
      }
    })();
    return () => abort.abort();
  }, [query, range, round, refreshed]);

  const interval = !range.following ? false : live ? LIVE_MS : range.refetchInterval;
  const started = state.phase === 'ready';
  useEffect(() => {
    if (interval === false || !started) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const poll = async (): Promise<void> => {
      if (!document.hidden) {
        const newest = current.current.held[0] ?? current.current.lines[0];
        const start = newest ? parseNanos(newest.ts) - OVERLAP_NS : msToNanos(range.resolve().start);
        try {
          const lines = await fetchLines(
            { query, start, end: msToNanos(Date.now() + AHEAD_MS), limit: LIVE_LIMIT },
            abort.signal,
          );
          const full = lines.length >= LIVE_LIMIT;
          dispatch({ type: 'live', lines: toLogLines(lines), paused: paused.current, full });
        } catch (error) {
          if (!abort.signal.aborted) dispatch({ type: 'error', error });
        }
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void poll(), interval);
    };
    timer = setTimeout(() => void poll(), interval);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [query, range, interval, started]);

  const loadOlder = useCallback(() => {
    const last = current.current.lines.at(-1);
    if (!last || !current.current.hasOlder || current.current.loadingOlder) return;
    dispatch({ type: 'loadingOlder', on: true });
    // The end is exclusive: one more nanosecond asks again for the lines that share the oldest one's time.
    const end = parseNanos(last.ts) + 1n;
    void fetchLines({ query, start: msToNanos(oldest.current), end, limit: PAGE }).then(
      (lines) => {
        const older = toLogLines(lines);
        const known = new Set(current.current.lines.map(({ id }) => id));
        dispatch({
          type: 'older',
          lines: older,
          hasOlder: older.length >= PAGE && older.some(({ id }) => !known.has(id)),
        });
      },
      (error: unknown) => dispatch({ type: 'error', error }),
    );
  }, [query]);

  return { ...state, release: useCallback(() => dispatch({ type: 'release' }), []), loadOlder, retry };
}
