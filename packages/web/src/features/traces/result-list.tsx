import { IconAlertCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { type TraceSummary } from '../../api/tempo-search.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo, formatDateTime, formatDuration } from '../../time/format.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';
import { serviceColours } from '../trace/colours.js';
import { traceSearch } from '../trace/trace-search.js';

/** Chips of one row; the rest is counted. */
const CHIPS = 5;

/** Found traces, one a row: when, what, who took part, how long. Two marked ones can be compared. */
export function ResultList(props: {
  readonly traces: readonly TraceSummary[];
  readonly marked: readonly string[];
  readonly onMark: (traceId: string, marked: boolean) => void;
}): ReactNode {
  const { traces, marked } = props;
  const colours = serviceColours([...new Set(traces.flatMap(({ services }) => services.map(({ name }) => name)))]);
  const longest = Math.max(1, ...traces.map(({ durationMs }) => durationMs));
  const now = Date.now();
  return (
    <ul className="results">
      {traces.map((trace) => (
        <Row
          key={trace.traceId}
          trace={trace}
          longest={longest}
          now={now}
          colours={colours}
          marked={marked.includes(trace.traceId)}
          onMark={(on) => props.onMark(trace.traceId, on)}
        />
      ))}
    </ul>
  );
}

function Row(props: {
  readonly trace: TraceSummary;
  readonly longest: number;
  readonly now: number;
  readonly colours: ReadonlyMap<string, string>;
  readonly marked: boolean;
  readonly onMark: (on: boolean) => void;
}): ReactNode {
  const { t, lang } = useI18n();
  const { trace } = props;
  const ms = nanosToMs(parseNanos(trace.startNs));
  const name = trace.rootName === '' ? t('traces.unknown') : trace.rootName;
  return (
    <li className="result" data-testid="trace-row">
      <input
        type="checkbox"
        checked={props.marked}
        aria-label={t('traces.mark', { name: `${trace.rootService} ${name}`, id: trace.traceId.slice(0, 8) })}
        title={t('traces.mark.hint')}
        onChange={(event) => props.onMark(event.currentTarget.checked)}
      />
      <Link
        to="/traces/$traceId"
        params={{ traceId: trace.traceId }}
        search={(previous) => traceSearch(previous, '')}
        className="result-link"
        data-row
      >
        <span className="result-time num muted" title={formatDateTime(ms)}>
          {formatAgo(ms, props.now, lang)}
        </span>
        <span className="result-name">
          {trace.rootService !== '' && <span className="span-service">{trace.rootService}</span>} {name}{' '}
          <code className="muted">{trace.traceId.slice(0, 8)}</code>
        </span>
        <span className="result-services">
          {trace.services.slice(0, CHIPS).map((service) => (
            <span key={service.name} className="result-chip" title={t('traces.spans', { n: service.spans })}>
              <span className="trace-dot" style={{ background: props.colours.get(service.name) }} aria-hidden />
              {service.name} <span className="num muted">{service.spans}</span>
              {service.errors > 0 && (
                <IconAlertCircleFilled
                  size={11}
                  className="span-mark-error"
                  role="img"
                  aria-label={t('traces.errors', { n: service.errors })}
                />
              )}
            </span>
          ))}
          {trace.services.length > CHIPS && <span className="muted num">+{trace.services.length - CHIPS}</span>}
        </span>
        <span className="result-errors num">{trace.errors > 0 ? t('traces.errors', { n: trace.errors }) : ''}</span>
        <span className="result-duration num">
          <span className="recent-bar" style={{ width: `${(trace.durationMs / props.longest) * 100}%` }} aria-hidden />
          {formatDuration(trace.durationMs * 1e6)}
        </span>
      </Link>
      {trace.matched < trace.spans && (
        <details className="result-matched">
          <summary>{t('traces.matched', { n: trace.matched, all: trace.spans })}</summary>
          <ul>
            {trace.matchedSpans.map((span, i) => (
              <li key={`${span.spanId}${i}`}>
                <Link
                  to="/traces/$traceId"
                  params={{ traceId: trace.traceId }}
                  search={(previous) => traceSearch(previous, span.spanId)}
                >
                  {span.name === '' ? <code>{span.spanId}</code> : span.name}
                </Link>{' '}
                <span className="num muted">{formatDuration(span.durationNs)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
