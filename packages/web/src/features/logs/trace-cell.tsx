import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { traceSearch } from '../trace/trace-search.js';
import { type LogLine } from './log-line.js';

/** The way from a line to its trace, or why there is none. */
export function TraceCell(props: { readonly line: LogLine; readonly long?: boolean }): ReactNode {
  const { t } = useI18n();
  const { traceId, spanId } = props.line;
  if (traceId === '') {
    const why = t('logs.trace.none');
    if (props.long) return <span className="muted">{why}</span>;
    return (
      <span className="log-no-trace" title={why}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">{why}</span>
      </span>
    );
  }
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId }}
      search={(previous) => traceSearch(previous, spanId)}
      className="trace-link"
      data-testid="log-trace-link"
      title={t('logs.trace.open')}
      onClick={(event) => event.stopPropagation()}
    >
      {props.long ? t('logs.trace.open') : t('logs.trace')}
    </Link>
  );
}
