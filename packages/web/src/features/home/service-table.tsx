import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { lastSeenMs, type ServiceRow } from '../../api/services.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo, formatAmount, formatDateTime, formatDuration, formatPercent } from '../../time/format.js';
import { Sparkline } from '../charts/sparkline.js';
import { serviceLinesQuery } from '../logs/logql.js';
import { validateRangeSearch } from '../time-range/search.js';
import { serviceFilter } from '../traces/traceql-filter.js';
import { type ServiceRed } from './service-red.js';

const signals = ['logs', 'traces', 'metrics'] as const;

interface Failures {
  readonly failed: number;
  /** Above 0. */
  readonly of: number;
  readonly what: 'requests' | 'spans';
}

/** Of its requests, as the rate beside it; of all its spans when none of them is one. Undefined without any, or until they are counted. */
function failuresOf(service: ServiceRow, all: ReadonlyMap<string, ServiceRed> | undefined): Failures | undefined {
  const red = all?.get(service.name);
  if (red !== undefined && red.calls > 0) return { failed: red.failed, of: red.calls, what: 'requests' };
  if (all === undefined || service.spans === 0) return undefined;
  return { failed: service.errors, of: service.spans, what: 'spans' };
}

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
          const failures = failuresOf(service, props.red);
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
                <ErrorsCell failures={failures} />
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
                    if (at === undefined) {
                      return (
                        <span key={signal} className="signal signal-none" title={title}>
                          <span aria-hidden>{name}</span>
                          <span className="visually-hidden">{title}</span>
                        </span>
                      );
                    }
                    return (
                      <Link
                        key={signal}
                        className="signal"
                        title={title}
                        aria-label={`${service.name}, ${title}`}
                        {...signalTarget(signal, service.name)}
                      >
                        {name}
                      </Link>
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

/** The page that shows what a service sent of a signal; the range comes along. */
function signalTarget(signal: (typeof signals)[number], service: string) {
  const keep = (previous: object) => validateRangeSearch({ ...previous });
  switch (signal) {
    case 'logs': {
      const q = serviceLinesQuery(service, { text: '', mode: 'contains' });
      return { to: '/logs', search: (previous: object) => ({ ...keep(previous), q }) } as const;
    }
    case 'traces':
      return {
        to: '/traces',
        search: (previous: object) => ({ ...keep(previous), q: serviceFilter(service) }),
      } as const;
    case 'metrics':
      return {
        to: '/metrics',
        search: (previous: object) => ({ ...keep(previous), browse: 'on', of: service }) as const,
      } as const;
  }
}

function ErrorsCell(props: { readonly failures: Failures | undefined }): ReactNode {
  const { t } = useI18n();
  const { failures } = props;
  if (failures === undefined) return <span className="muted">–</span>;
  const { failed, of, what } = failures;
  if (failed === 0) return <span className="muted">{t('home.errors.none')}</span>;
  return (
    <span
      className="services-errors"
      title={t(`home.errors.${what}`, { n: formatAmount(failed), all: formatAmount(of) })}
    >
      {formatAmount(failed)} <span className="services-share">{formatPercent(failed / of)}</span>
    </span>
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
