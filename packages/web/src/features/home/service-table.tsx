import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { lastSeenMs, type ServiceRow } from '../../api/services.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo, formatAmount, formatDateTime, formatDuration, formatPercent } from '../../time/format.js';
import { Sparkline } from './sparkline.js';
import { type ServiceRed } from './use-service-red.js';

const signals = ['logs', 'traces', 'metrics'] as const;

/** One row a service; a signal that is not sent is shown as missing, by name. */
export function ServiceTable(props: {
  readonly services: readonly ServiceRow[];
  /** Undefined while it loads. */
  readonly red: ReadonlyMap<string, ServiceRed> | undefined;
  readonly now: number;
}): ReactNode {
  const { t, lang } = useI18n();
  return (
    <table className="services">
      <thead>
        <tr>
          <th scope="col">{t('home.name')}</th>
          <th scope="col">{t('home.rate')}</th>
          <th scope="col" className="services-num">
            {t('home.errors')}
          </th>
          <th scope="col" className="services-num">
            {t('home.p95')}
          </th>
          <th scope="col">{t('home.signals')}</th>
        </tr>
      </thead>
      <tbody>
        {props.services.map((service) => {
          const seen = lastSeenMs(service);
          const p95 = props.red?.get(service.name)?.p95;
          const share = service.spans > 0 ? service.errors / service.spans : 0;
          return (
            <tr key={service.name} data-testid="service-row">
              <th scope="row">
                <Link
                  to="/services/$name"
                  params={{ name: service.name }}
                  search={({ from, to, refresh }) => ({
                    ...(from === undefined ? {} : { from }),
                    ...(to === undefined ? {} : { to }),
                    ...(refresh === undefined ? {} : { refresh }),
                  })}
                  className="services-link"
                  data-row
                >
                  <bdi>{service.name}</bdi>
                </Link>
              </th>
              <td>
                <RateCell red={props.red?.get(service.name)} loading={props.red === undefined} />
              </td>
              <td className="services-num num" data-label={t('home.errors')}>
                {service.errors > 0 ? (
                  <span
                    className="services-errors"
                    title={t('home.errors.of', { n: formatAmount(service.errors), all: formatAmount(service.spans) })}
                  >
                    {formatAmount(service.errors)} <span className="services-share">{formatPercent(share)}</span>
                  </span>
                ) : (
                  <span className="muted">{t('home.errors.none')}</span>
                )}
              </td>
              <td className="services-num num" data-label={t('home.p95')}>
                {p95 === undefined ? <span className="muted">–</span> : formatDuration(p95 * 1e9)}
              </td>
              <td>
                <span className="services-seen">
                  <span className="num services-ago" title={seen > 0 ? formatDateTime(seen) : undefined}>
                    {seen > 0 ? formatAgo(seen, props.now, lang) : '–'}
                  </span>
                  {signals.map((signal) => {
                    const at = service.lastSeen[signal];
                    const name = t(`home.${signal}`);
                    const title =
                      at === undefined
                        ? t('home.never', { signal: name })
                        : t('home.seen', { signal: name, ago: formatAgo(at, props.now, lang) });
                    return (
                      <span key={signal} className={at === undefined ? 'signal signal-none' : 'signal'} title={title}>
                        <span aria-hidden>{name}</span>
                        <span className="visually-hidden">{title}</span>
                      </span>
                    );
                  })}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function RateCell(props: { readonly red: ServiceRed | undefined; readonly loading: boolean }): ReactNode {
  const { t } = useI18n();
  const now = props.red?.rates.at(-1);
  if (now === undefined) return <span className="muted">{props.loading ? '' : t('home.norate')}</span>;
  return (
    <span className="services-rate">
      <Sparkline values={props.red?.rates ?? []} />
      <span className="num">{t('home.rate.unit', { n: formatAmount(now) })}</span>
    </span>
  );
}
