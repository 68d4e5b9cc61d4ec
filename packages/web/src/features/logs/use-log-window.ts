import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { queryLokiRange } from '../../api/loki-metric-query.js';
import { fetchLines } from '../../api/loki-query-range.js';
import { isRefused } from '../../controls/query-editor/refused.js';
import { type TimeRange } from '../time-range/search.js';
import { LineIndex } from './line-index.js';
import { LinePages, type LineReader } from './line-pages.js';
import { headQuery, volumeQuery } from './log-window-queries.js';
import { lineTime, orderedLines, toLogLines } from './log-line.js';
import { type Level } from './level.js';
import { withoutLevels } from './query-edit.js';
import { filledRows, type RowSource } from './row-source.js';
import { useLastAnswer } from './use-last-answer.js';
import { volumeBuckets, type Volume } from './volume.js';

/** What the server gives in one answer unless it is set up otherwise. */
const MOST_LINES = 5_000;

export interface LogWindow {
  readonly rows: RowSource;
  /** Undefined until it is counted. */
  readonly volume: Volume | undefined;
  /** Unix milliseconds: when what shows was asked for. */
  readonly askedAt: number;
  readonly phase: 'loading' | 'ready' | 'failed' | 'cancelled';
  /** Of what was asked last; older answers may still show. */
  readonly error: unknown;
  /** What shows answers an earlier question. */
  readonly stale: boolean;
  /** Tells which rows show, both inclusive. */
  readonly want: (first: number, last: number) => void;
  readonly retry: () => void;
}

/**
 * All lines of a log query in a range, however many: counted first, fetched where they are looked at.
 * @param input `enabled` is false for a query that does not answer lines. `refresh`: ask again as often as the range says.
 */
export function useLogWindow(input: {
  readonly query: string;
  readonly hidden: readonly Level[];
  readonly range: TimeRange;
  readonly newestFirst: boolean;
  readonly enabled: boolean;
  readonly refresh: boolean;
  /** Id of a line that a link names: it is fetched wherever it lies. */
  readonly linked: string | undefined;
}): LogWindow {
  const { query, range, newestFirst, enabled } = input;
  const hiddenKey = input.hidden.join();
  const shown = withoutLevels(query, input.hidden);
  const common = {
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchInterval: input.refresh ? range.refetchInterval : false,
    refetchOnWindowFocus: false,
  } as const;
  const head = useQuery({ ...common, ...headQuery({ query: shown, range, newestFirst }) });
  const drawn = useDrawn(head.data === undefined);
  const volume = useQuery({
    ...common,
    ...volumeQuery(query, range),
    enabled: enabled && drawn && !isRefused(head.error),
  });

  const counted = volume.data?.query === query ? volume.data.volume : undefined;
  const pages = useMemo(() => {
    const hidden = hiddenKey === '' ? [] : (hiddenKey.split(',') as Level[]);
    const index = new LineIndex(counted ? volumeBuckets(counted, hidden, newestFirst) : []);
    return new LinePages(index, reader(withoutLevels(query, hidden), newestFirst));
  }, [counted, hiddenKey, newestFirst, query]);
  useEffect(() => () => pages.close(), [pages]);
  const index = useSyncExternalStore(pages.subscribe, pages.index);
  const pageError = useSyncExternalStore(pages.subscribe, pages.error);

  const linked = useRef(input.linked);
  useEffect(() => {
    if (linked.current === undefined || index.total === 0) return;
    const rowsOfTime = index.rowsAt(lineTime(linked.current));
    // Where there is no line of that time, or all of them are there, there is nothing more to fetch.
    if (rowsOfTime === undefined || index.missing(rowsOfTime.first, rowsOfTime.last).length === 0) {
      linked.current = undefined;
    } else pages.want(rowsOfTime.first, rowsOfTime.last);
  }, [index, pages]);

  const lastHead = useLastAnswer(head.data);
  const headLines = lastHead?.lines;
  const rows = useMemo(() => filledRows(index, headLines ?? []), [index, headLines]);

  const { refetch: askHead } = head;
  const { refetch: askVolume } = volume;
  const retry = useCallback(() => {
    void askHead();
    void askVolume();
  }, [askHead, askVolume]);
  const cancelled = head.isPending && head.fetchStatus === 'idle' && enabled;
  return {
    rows,
    volume: counted,
    askedAt: lastHead?.at ?? 0,
    phase: headLines !== undefined ? 'ready' : head.isError ? 'failed' : cancelled ? 'cancelled' : 'loading',
    error: head.error ?? volume.error ?? pageError,
    stale: lastHead !== undefined && lastHead.query !== shown,
    want: useCallback((first, last) => pages.want(first, last), [pages]),
    retry,
  };
}

/** False until the first drawing of the page is on the screen: what is asked then does not keep its rows back. */
function useDrawn(initially: boolean): boolean {
  const [drawn, setDrawn] = useState(initially);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => (timer = setTimeout(() => setDrawn(true))));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return drawn;
}

function reader(query: string, newestFirst: boolean): LineReader {
  return {
    newestFirst,
    lines: async (bucket, signal) => {
      const lines = await fetchLines(
        {
          query,
          start: bucket.from + 1n,
          end: bucket.to + 1n,
          limit: Math.min(MOST_LINES, bucket.count + 500),
          direction: newestFirst ? 'backward' : 'forward',
        },
        signal,
      );
      return orderedLines(toLogLines(lines), newestFirst);
    },
    counts: async (bucket, partMs, signal) => {
      const [from, to] = [Number(bucket.from / 1_000_000n), Number(bucket.to / 1_000_000n)];
      const grid = { start: (from + partMs) / 1_000, end: to / 1_000, step: partMs / 1_000 };
      const counting = `sum(count_over_time(${query} [${partMs}ms]))`;
      const { series } = await queryLokiRange(counting, grid, 1, signal);
      return new Map((series[0]?.samples ?? []).map(([time, count]) => [Math.round(time * 1_000), count]));
    },
  };
}
