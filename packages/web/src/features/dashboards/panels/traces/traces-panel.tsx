import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useI18n } from '../../../../i18n/translate.js';
import { formatDateTime, formatDuration } from '../../../../time/format.js';
import { nanosToMs, parseNanos } from '../../../../time/nanos.js';
import { traceSearch } from '../../../trace/trace-search.js';
import { type PanelProps } from '../panel-props.js';
import '../table/table.css';

/** Found traces, each a way to its spans. */
export function TracesPanel(props: PanelProps): ReactNode {
  const { t } = useI18n();
  return (
    <div className="table-scroll" style={{ height: props.height }}>
      <table className="table" data-testid="panel-traces">
        <thead>
          <tr>
            <th scope="col">{t('dash.traces.start')}</th>
            <th scope="col">{t('dash.traces.trace')}</th>
            <th scope="col" className="table-num">
              {t('dash.traces.duration')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(props.answer.traces ?? []).map((trace) => (
            <tr key={trace.traceId}>
              <td className="num">{formatDateTime(nanosToMs(parseNanos(trace.startNs)))}</td>
              <td>
                <Link
                  to="/traces/$traceId"
                  params={{ traceId: trace.traceId }}
                  search={(previous) => traceSearch(previous, '')}
                  className="trace-link"
                >
                  {`${trace.rootService} ${trace.rootName}`.trim() || trace.traceId}
                </Link>
              </td>
              <td className="table-num num">{formatDuration(trace.durationMs * 1e6)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
