import { baseUrl } from './http.js';
import { asArray, asRecord } from './json.js';
import { parseLines, type LokiLine } from './loki-query-range.js';

export interface TailFrame {
  readonly lines: readonly LokiLine[];
  /** Lines that the server left out because this page was too slow. */
  readonly dropped: number;
}

export interface TailEvents {
  readonly onOpen: () => void;
  readonly onFrame: (frame: TailFrame) => void;
  /** The connection ended; it is tried again. */
  readonly onBroken: (reason: string) => void;
}

/** Waits between attempts, milliseconds. */
const WAITS = [500, 1_000, 2_000, 5_000, 10_000] as const;
/** Lines of before that come first. */
const REPLAYED = 500;

/**
 * WebSocket loki/api/v1/tail. A connection that ends is made again.
 * @param tail `start`: Unix milliseconds.
 * @returns what closes it.
 */
export function openTail(tail: { readonly query: string; readonly start: number }, events: TailEvents): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let closed = false;
  let start = tail.start;
  const connect = (): void => {
    const url = new URL('loki/api/v1/tail', baseUrl());
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('query', tail.query);
    url.searchParams.set('limit', String(REPLAYED));
    url.searchParams.set('start', `${Math.round(start)}000000`);
    // A page cannot send headers with a WebSocket.
    url.searchParams.set('encoding_flags', 'categorize-labels');
    socket = new WebSocket(url);
    socket.onopen = () => {
      attempts = 0;
      events.onOpen();
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') events.onFrame(parseFrame(data));
    };
    socket.onclose = ({ reason }) => {
      if (closed) return;
      events.onBroken(reason);
      start = Math.max(start, Date.now() - 5_000);
      timer = setTimeout(connect, WAITS[Math.min(attempts++, WAITS.length - 1)]);
    };
  };
  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    socket?.close();
  };
}

export function parseFrame(text: string): TailFrame {
  try {
    const frame = asRecord(JSON.parse(text));
    return {
      lines: parseLines({ data: { result: frame['streams'] } }),
      dropped: asArray(frame['dropped_entries']).length,
    };
  } catch {
    // Nothing that this page can read: a newer server's, say.
    return { lines: [], dropped: 0 };
  }
}
