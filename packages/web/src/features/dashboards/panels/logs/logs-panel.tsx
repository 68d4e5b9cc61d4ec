import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { type LokiLine } from '../../../../api/loki-query-range.js';
import { useI18n } from '../../../../i18n/translate.js';
import { formatDateTime } from '../../../../time/format.js';
import { nanosToMs, parseNanos } from '../../../../time/nanos.js';
import { traceSearch } from '../../../trace/trace-search.js';
import { type PanelProps } from '../panel-props.js';
import './logs.css';

/** Lines that are made at once; the Logs page scrolls through all. */
const LINES = 200;
/** Characters of a line: a megabyte in one line must not stop the page. */
const LINE_CHARS = 4_000;

/** Lines, newest first unless the panel says otherwise. */
export function LogsPanel(props: PanelProps): ReactNode {
  const { options } = props.panel;
  const lines = props.answer.lines ?? [];
  const ordered = options['sortOrder'] === 'Ascending' ? lines.toReversed() : lines;
  return (
    <ul
      className={options['wrapLogMessage'] === true ? 'dash-logs dash-logs-wrap' : 'dash-logs'}
      tabIndex={0}
      data-testid="panel-logs"
    >
      {ordered.slice(0, LINES).map((line, at) => (
        <LogRow
          key={`${line.ts}${at}`}
          line={line}
          time={options['showTime'] !== false}
          labels={options['showLabels'] === true}
        />
      ))}
    </ul>
  );
}

function LogRow(props: { readonly line: LokiLine; readonly time: boolean; readonly labels: boolean }): ReactNode {
  const { t } = useI18n();
  const { line } = props;
  const fields = { ...line.labels, ...line.metadata, ...line.parsed };
  const level = (fields['detected_level'] ?? fields['level'] ?? '').toLowerCase();
  const traceId = fields['trace_id'] ?? fields['traceid'] ?? fields['traceID'];
  const linked = traceId !== undefined && /^[0-9a-f]{16,32}$/i.test(traceId);
  // Colours that programs write for terminals are no text.
  const text = line.line.slice(0, LINE_CHARS).replace(/\p{Cc}\[[\d;]*[A-Za-z]/gu, '');
  return (
    <li
      className={`dash-log dash-log-${/^(error|fatal|critical)$/.test(level) ? 'error' : /^warn/.test(level) ? 'warn' : 'other'}`}
    >
      {props.time && <time className="num muted">{formatDateTime(nanosToMs(parseNanos(line.ts))).slice(5)}</time>}
      {props.labels && (
        <span className="muted">
          {Object.entries(line.labels)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}
        </span>
      )}
      <bdi className="dash-log-text mono">{text}</bdi>
      {linked && (
        <Link
          to="/traces/$traceId"
          params={{ traceId: traceId.toLowerCase().padStart(32, '0') }}
          search={(previous) => traceSearch(previous, fields['span_id'] ?? '')}
          className="trace-link"
        >
          {t('logs.trace')}
        </Link>
      )}
    </li>
  );
}
