import { useCallback, useEffect, useReducer, useRef } from 'react';
import { openTail, type TailFrame } from '../../api/loki-tail.js';
import { mergeLines } from './live-merge.js';
import { toLogLines, type LogLine } from './log-line.js';

/** Lines of a tail that are kept; older ones go, they are in the store. */
const KEPT = 2_000;
/** How often lines are put into the list: four times a second is read as "at once" and leaves time to scroll. */
const FLUSH_MS = 250;
/** Lines put in at once: a screen shows fifty. */
const FLUSH_LINES = 250;

export interface TailState {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** Arrived while paused, newest first. */
  readonly held: readonly LogLine[];
  /** Lines that were left out because they came too fast, since the tail began. */
  readonly skipped: number;
  /** Lines of the last second, shown or not. */
  readonly perSecond: number;
  readonly status: 'off' | 'connecting' | 'open' | 'broken';
  /** Why it broke off, in the server's words. */
  readonly reason: string;
}

type Action =
  | { readonly type: 'status'; readonly status: TailState['status']; readonly reason?: string }
  | {
      readonly type: 'lines';
      readonly lines: readonly LogLine[];
      readonly skipped: number;
      readonly perSecond: number;
      readonly paused: boolean;
    }
  | { readonly type: 'release' }
  | { readonly type: 'clear' };

const off: TailState = { lines: [], held: [], skipped: 0, perSecond: 0, status: 'off', reason: '' };

function reduce(state: TailState, action: Action): TailState {
  switch (action.type) {
    case 'status':
      return { ...state, status: action.status, reason: action.reason ?? '' };
    case 'lines': {
      const { perSecond } = action;
      const skipped = state.skipped + action.skipped;
      if (action.lines.length === 0) {
        return perSecond === state.perSecond && skipped === state.skipped ? state : { ...state, perSecond, skipped };
      }
      const known = new Set(state.lines.map(({ id }) => id));
      const fresh = action.lines.filter(({ id }) => !known.has(id));
      const held = mergeLines(state.held, fresh, KEPT).lines;
      const next = { ...state, held, perSecond, skipped };
      return action.paused ? next : released(next);
    }
    case 'release':
      return state.held.length === 0 ? state : released(state);
    case 'clear':
      return { ...off, status: state.status };
  }
}

function released(state: TailState): TailState {
  return { ...state, lines: mergeLines(state.lines, state.held, KEPT).lines, held: [] };
}

export interface LiveTail extends TailState {
  /** Puts in what arrived while paused. */
  readonly release: () => void;
  readonly clear: () => void;
}

/**
 * Lines of a query as they are stored, over a WebSocket. While `paused` they are held back and counted. A hidden tab does not listen.
 * @param input `from`: Unix milliseconds, lines from then on.
 */
export function useTail(input: {
  readonly query: string;
  readonly enabled: boolean;
  readonly paused: boolean;
  readonly from: number;
}): LiveTail {
  const { query, enabled, from } = input;
  const [state, dispatch] = useReducer(reduce, off);
  const paused = useRef(input.paused);
  useEffect(() => {
    paused.current = input.paused;
  });

  useEffect(() => {
    dispatch({ type: 'clear' });
    if (!enabled || from === 0) {
      dispatch({ type: 'status', status: 'off' });
      return;
    }
    let buffer: LogLine[] = [];
    const arrivals: number[] = [];
    let since = from;
    const onFrame = ({ lines, dropped }: TailFrame): void => {
      buffer.push(...toLogLines(lines));
      arrivals.push(...lines.map(() => performance.now()));
      if (dropped > 0) dispatch({ type: 'lines', lines: [], skipped: dropped, perSecond: 0, paused: true });
    };
    const flush = setInterval(() => {
      const now = performance.now();
      while ((arrivals[0] ?? now) < now - 1_000) arrivals.shift();
      const shown = buffer.slice(-FLUSH_LINES);
      const skipped = buffer.length - shown.length;
      buffer = [];
      dispatch({ type: 'lines', lines: shown, skipped, perSecond: arrivals.length, paused: paused.current });
    }, FLUSH_MS);

    let close: (() => void) | undefined;
    const connect = (): void => {
      if (close !== undefined || document.hidden) return;
      dispatch({ type: 'status', status: 'connecting' });
      close = openTail(
        { query, start: since },
        {
          onOpen: () => dispatch({ type: 'status', status: 'open' }),
          onFrame,
          onBroken: (reason) => dispatch({ type: 'status', status: 'broken', reason }),
        },
      );
    };
    const onVisibility = (): void => {
      if (!document.hidden) return connect();
      close?.();
      close = undefined;
      // Lines that were missed meanwhile are replayed; those that are known already are known by their ids.
      since = Date.now() - 5_000;
    };
    connect();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      clearInterval(flush);
      close?.();
    };
  }, [query, enabled, from]);

  return {
    ...state,
    release: useCallback(() => dispatch({ type: 'release' }), []),
    clear: useCallback(() => dispatch({ type: 'clear' }), []),
  };
}
