import { createLazyRoute } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { RedCharts } from '../charts/red-charts.js';
import { type RedSource } from '../charts/use-red.js';
import { LogPanel } from '../logs/log-panel.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { Operations } from './operations.js';
import { RecentTraces } from './recent-traces.js';
import { ServiceLinks } from './service-links.js';
import { type ServiceSearch } from './service-search.js';
import './service-page.css';

export const Route = createLazyRoute('/services/$name')({ component: ServicePage });

function ServicePage(): ReactNode {
  const { t } = useI18n();
  const { name } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  useDocumentTitle(name);

  const source = useMemo<RedSource>(
    () => ({
      service: name,
      rangeKey: `${range.text.from} ${range.text.to}`,
      resolve: range.resolve,
      refetchInterval: range.refetchInterval,
    }),
    [name, range],
  );
  /** Members given as undefined leave the URL. */
  const update = (next: { [K in keyof ServiceSearch]?: ServiceSearch[K] | undefined }, replace: boolean): void =>
    void navigate({
      search: (previous) => {
        const merged = { ...previous, ...next };
        return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
      },
      replace,
    });

  return (
    <div className="service">
      <h1 className="visually-hidden">{name}</h1>
      <LogPanel
        key={name}
        service={name}
        filter={{ text: search.q ?? '', mode: search.mode ?? 'contains' }}
        live={search.live !== 'off'}
        wrap={search.wrap === 'on'}
        openId={search.line}
        onFilter={({ text, mode }) =>
          update(
            { q: text === '' ? undefined : text, mode: mode === 'regex' ? mode : undefined, line: undefined },
            false,
          )
        }
        onLive={(on) => update({ live: on ? undefined : 'off' }, true)}
        onWrap={(on) => update({ wrap: on ? 'on' : undefined }, true)}
        onOpen={(line) => update({ line }, search.line !== undefined)}
        onWiden={() => setRange({ from: 'now-24h', to: 'now' })}
      />
      <div className="service-side">
        <div className="panel">
          <ServiceLinks service={name} />
        </div>
        <section className="panel" aria-label={t('service.red')}>
          <h2 className="panel-title">{t('service.red')}</h2>
          <RedCharts source={source} onZoom={(start, end) => setRange({ from: String(start), to: String(end) })} />
        </section>
        <Operations
          service={name}
          source={source}
          open={search.op}
          onOpen={(op) => update({ op }, false)}
          onZoom={(start, end) => setRange({ from: String(start), to: String(end) })}
        />
        <section className="panel" aria-label={t('service.traces')}>
          <h2 className="panel-title">{t('service.traces')}</h2>
          <RecentTraces service={name} />
        </section>
      </div>
    </div>
  );
}
