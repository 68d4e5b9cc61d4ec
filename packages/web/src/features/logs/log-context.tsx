import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { fetchLines } from '../../api/loki-query-range.js';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock, formatNanosUtc } from '../../time/format.js';
import { compareNanos, parseNanos } from '../../time/nanos.js';
import { LevelBadge } from './level-badge.js';
import { LogText } from './log-text.js';
import { toLogLines, type LogLine } from './log-line.js';
import { streamSelector } from './query-edit.js';

const LINES = 10;
/** How far from the line neighbours are looked for. A stream that is silent for longer has none worth showing. */
const REACH_NS = 6n * 3_600_000_000_000n;
const SHOWN = 1_000;

/** The lines around one in its stream, whatever filters it was found with. */
export function LogContext(props: { readonly line: LogLine }): ReactNode {
  const { t } = useI18n();
  const { line } = props;
  const before = useNeighbours(line, 'backward');
  const after = useNeighbours(line, 'forward');
  const problem = before.error ?? after.error;
  return (
    <section className="log-context" aria-label={t('logs.context')} data-testid="log-context">
      {problem && <p className="notice-line">{errorMessage(problem)}</p>}
      <More side={after} label={t('logs.context.newer')} />
      <ol className="log-context-lines">
        {[...linesOf(after), line, ...linesOf(before)].map((one) => (
          <li
            key={one.id}
            className={one === line ? 'log-context-line log-context-origin' : 'log-context-line'}
            aria-current={one === line}
          >
            <span className="log-time num" title={formatNanosUtc(parseNanos(one.ts))}>
              {formatClock(one.ms)}
            </span>
            <LevelBadge level={one.level} />
            <span className="log-text">
              <LogText text={one.line.slice(0, SHOWN)} needles={[]} />
            </span>
          </li>
        ))}
      </ol>
      <More side={before} label={t('logs.context.older')} />
    </section>
  );
}

type Side = ReturnType<typeof useNeighbours>;

/** Newest first. */
function linesOf(side: Side): readonly LogLine[] {
  return (side.data?.pages ?? []).flatMap((page) => page.lines).sort((a, b) => compareNanos(b.ts, a.ts));
}

function More(props: { readonly side: Side; readonly label: string }): ReactNode {
  const { t } = useI18n();
  const { side } = props;
  if (side.isFetching) return <p className="log-context-end">{t('loading')}</p>;
  if (!side.hasNextPage) return <p className="log-context-end">{t('logs.context.end')}</p>;
  return (
    <button type="button" className="log-more" onClick={() => void side.fetchNextPage()}>
      {props.label}
    </button>
  );
}

function useNeighbours(line: LogLine, direction: 'backward' | 'forward') {
  const query = streamSelector(line.fields.filter(({ origin }) => origin === 'label'));
  const ts = parseNanos(line.ts);
  return useInfiniteQuery({
    queryKey: ['logs-context', line.id, query, direction],
    initialPageParam: ts,
    staleTime: Infinity,
    queryFn: async ({ pageParam, signal }) => {
      // The page before is read again from its last instant on, since other lines may share it.
      const range =
        direction === 'backward'
          ? { start: ts - REACH_NS, end: pageParam + 1n }
          : { start: pageParam, end: ts + REACH_NS };
      const found = toLogLines(await fetchLines({ query, ...range, limit: LINES + 1, direction }, signal));
      const order = direction === 'backward' ? -1 : 1;
      const lines = [...found].sort((a, b) => order * compareNanos(a.ts, b.ts)).filter(({ id }) => id !== line.id);
      const last = lines.at(-1);
      return { lines, next: found.length > LINES && last ? parseNanos(last.ts) : undefined };
    },
    getNextPageParam: ({ next }) => next,
    select: (data) => {
      const seen = new Set<string>();
      const pages = data.pages.map((page) => ({
        ...page,
        lines: page.lines.filter(({ id }) => !seen.has(id) && seen.add(id)),
      }));
      return { ...data, pages };
    },
  });
}
