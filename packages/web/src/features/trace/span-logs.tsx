import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { fetchLines } from '../../api/loki-query-range.js';
import { ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock, formatNanosUtc } from '../../time/format.js';
import { compareNanos, nanosToMs, parseNanos } from '../../time/nanos.js';
import { LevelBadge } from '../logs/level-badge.js';
import { toLogLines, type LogLine } from '../logs/log-line.js';
import { serviceLinesQuery, traceLinesQuery } from '../logs/logql.js';
import { type Span } from './otlp.js';
import { type TraceTree } from './tree.js';

const SECOND_NS = 1_000_000_000n;
/** Lines of a trace may be stamped by other hosts or written after its end. */
const TRACE_MARGIN_NS = 900n * SECOND_NS;
const AROUND_NS = 2n * SECOND_NS;
const TRACE_LIMIT = 1_000;
const AROUND_LIMIT = 50;
const SHOWN = 100;

type Kind = 'span' | 'trace' | 'around' | 'none';

/** Lines of the span; else of its trace; else of its service around that time. It says which. */
export function SpanLogs(props: { readonly span: Span; readonly tree: TraceTree }): ReactNode {
  const { t } = useI18n();
  const { span, tree } = props;
  const end = tree.start + BigInt(tree.duration);
  const trace = useQuery({
    queryKey: ['trace-logs', span.traceId, String(tree.start)],
    queryFn: async ({ signal }) => {
      const range = { start: tree.start - TRACE_MARGIN_NS, end: end + TRACE_MARGIN_NS };
      const query = traceLinesQuery(span.traceId);
      return sorted(await fetchLines({ ...range, query, limit: TRACE_LIMIT, direction: 'forward' }, signal));
    },
  });
  const noTraceLines = trace.data?.length === 0;
  const around = useQuery({
    queryKey: ['around-logs', span.service, String(span.start)],
    enabled: noTraceLines,
    queryFn: async ({ signal }) => {
      const range = { start: span.start - AROUND_NS, end: span.end + AROUND_NS };
      const query = serviceLinesQuery(span.service, { text: '', mode: 'contains' });
      return sorted(await fetchLines({ ...range, query, limit: AROUND_LIMIT, direction: 'forward' }, signal));
    },
  });

  const failed = trace.isError ? trace : around.isError ? around : undefined;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} compact />;
  if (!trace.data || (noTraceLines && !around.data)) return <Loading rows={3} />;

  const own = trace.data.filter(({ spanId }) => spanId === span.spanId);
  const [kind, lines]: [Kind, readonly LogLine[]] =
    own.length > 0
      ? ['span', own]
      : trace.data.length > 0
        ? ['trace', trace.data]
        : around.data && around.data.length > 0
          ? ['around', around.data]
          : ['none', []];
  return (
    <div>
      {kind === 'trace' && <p className="span-note">{t('span.logs.trace')}</p>}
      {kind === 'around' && <p className="span-note">{t('span.logs.around', { service: span.service })}</p>}
      {kind === 'none' && <p className="span-note">{t('span.logs.none', { service: span.service })}</p>}
      <ul className="span-logs">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line.id}>
            <SpanLogRow line={line} service={line.service === '' ? span.service : line.service} />
          </li>
        ))}
      </ul>
      {lines.length > SHOWN && <p className="span-note">{t('span.logs.more', { n: SHOWN })}</p>}
    </div>
  );
}

/** Leads to the line among its service's lines, with the minutes before it. */
function SpanLogRow(props: { readonly line: LogLine; readonly service: string }): ReactNode {
  const { line } = props;
  const ms = nanosToMs(parseNanos(line.ts));
  return (
    <Link
      to="/services/$name"
      params={{ name: props.service }}
      search={{ from: String(ms - 300_000), to: String(ms + 5_000), line: line.id }}
      className="span-log"
      data-testid="span-log-row"
      title={formatNanosUtc(parseNanos(line.ts))}
    >
      <span className="log-time num">{formatClock(line.ms)}</span>
      <LevelBadge level={line.level} />
      <span className="span-log-text">{line.line}</span>
    </Link>
  );
}

function sorted(lines: Parameters<typeof toLogLines>[0]): readonly LogLine[] {
  return [...toLogLines(lines)].sort((a, b) => compareNanos(a.ts, b.ts));
}
