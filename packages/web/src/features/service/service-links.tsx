import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { fetchLabelValues } from '../../api/prom-labels.js';
import { SignalLink } from '../../controls/signal-link.js';
import { useI18n } from '../../i18n/translate.js';
import { jobMatcher } from '../charts/promql.js';
import { servicesQuery } from '../home/services-query.js';
import { serviceLinesQuery } from '../logs/logql.js';
import { nodeId } from '../service-map/service-graph.js';
import { useTimeRange, validateRangeSearch } from '../time-range/search.js';
import { serviceFilter } from '../traces/traceql-filter.js';
import './service-links.css';

/** From a service to each of its signals and to its place on the map. What it does not send leads nowhere, and says so. */
export function ServiceLinks(props: { readonly service: string }): ReactNode {
  const { t } = useI18n();
  const { service } = props;
  const range = useTimeRange();
  const known = useQuery({ ...servicesQuery(range), meta: { quiet: true }, staleTime: 30_000 });
  // The metrics that are known by a service are those about its targets; that it sends others says only its job.
  const jobs = useQuery({
    queryKey: ['metric-jobs', service, range.text.from, range.text.to],
    queryFn: ({ signal }) => {
      const { start, end } = range.resolve();
      return fetchLabelValues('job', { start: start / 1_000, end: end / 1_000 }, `{${jobMatcher(service)}}`, signal);
    },
    meta: { quiet: true },
    staleTime: 30_000,
  });
  const seen = known.data?.find(({ name }) => name === service)?.lastSeen;
  const keep = (previous: object) => validateRangeSearch({ ...previous });
  /** While nothing is known, a link is taken to work. */
  const missing = (signal: 'logs' | 'traces' | 'metrics'): string | undefined => {
    const sent =
      signal === 'metrics' ? jobs.data?.length !== 0 : known.data === undefined || seen?.[signal] !== undefined;
    return sent ? undefined : t('service.none', { name: service, signal: t(`home.${signal}`) });
  };
  return (
    <nav className="service-links" aria-label={t('service.links')}>
      <SignalLink
        signal="logs"
        to="/logs"
        search={(previous) => ({ ...keep(previous), q: serviceLinesQuery(service, { text: '', mode: 'contains' }) })}
        unavailable={missing('logs')}
      >
        {t('home.logs')}
      </SignalLink>
      <SignalLink
        signal="trace"
        to="/traces"
        search={(previous) => ({ ...keep(previous), q: serviceFilter(service) })}
        unavailable={missing('traces')}
      >
        {t('home.traces')}
      </SignalLink>
      <SignalLink
        signal="metrics"
        to="/metrics"
        search={(previous) => ({ ...keep(previous), browse: 'on' as const, of: service })}
        unavailable={missing('metrics')}
      >
        {t('home.metrics')}
      </SignalLink>
      <SignalLink
        signal="map"
        to="/map"
        search={(previous) => ({ ...keep(previous), open: nodeId('service', service) })}
        unavailable={missing('traces')}
      >
        {t('nav.map')}
      </SignalLink>
    </nav>
  );
}
