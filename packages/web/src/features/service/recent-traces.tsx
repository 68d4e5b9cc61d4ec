import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconAlertCircleFilled } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { searchTraces } from '../../api/tempo-search.js';
import { EmptyState, ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock, formatDateTime, formatDuration } from '../../time/format.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';
import { useTimeRange } from '../time-range/search.js';
import { traceSearch } from '../trace/trace-search.js';

const LIMIT = 20;

/** The newest traces the service takes part in. The bar compares their durations. */
export function RecentTraces(props: { readonly service: string }): ReactNode {
  const { t } = useI18n();
  const range = useTimeRange();
  const traces = useQuery({
    queryKey: ['search', props.service, range.text.from, range.text.to],
    queryFn: ({ signal }) => searchTraces(props.service, range.resolve(), LIMIT, signal),
    refetchInterval: range.refetchInterval,
    placeholderData: (previous, query) => (query?.queryKey[1] === props.service ? previous : undefined),
  });
  if (!traces.data) {
    if (traces.isError) return <ErrorState error={traces.error} onRetry={() => void traces.refetch()} compact />;
    return <Loading rows={4} />;
  }
  if (traces.data.length === 0) return <EmptyState title={t('traces.empty', { name: props.service })} compact />;
  const longest = Math.max(1, ...traces.data.map(({ durationMs }) => durationMs));
  return (
    <ul className="recent">
      {traces.data.map((trace) => {
        const ms = nanosToMs(parseNanos(trace.startNs));
        return (
          <li key={trace.traceId}>
            <Link
              to="/traces/$traceId"
              params={{ traceId: trace.traceId }}
              search={(previous) => traceSearch(previous, '')}
              className="recent-row"
              data-testid="trace-row"
            >
              <span className="num muted" title={formatDateTime(ms)}>
                {formatClock(ms, false)}
              </span>
              <span className="recent-name">
                {trace.errors > 0 && (
                  <IconAlertCircleFilled
                    size={12}
                    className="span-mark-error"
                    role="img"
                    aria-label={t('traces.errors', { n: trace.errors })}
                  />
                )}
                {trace.rootService !== props.service && <span className="muted">{trace.rootService} </span>}
                {trace.rootName === '' ? t('traces.unknown') : trace.rootName}
              </span>
              <span className="recent-duration num">
                <span className="recent-bar" style={{ width: `${(trace.durationMs / longest) * 100}%` }} aria-hidden />
                {formatDuration(trace.durationMs * 1e6)}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
