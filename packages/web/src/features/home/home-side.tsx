import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { fetchRejections } from '../../api/rejections.js';
import { fetchServices } from '../../api/services.js';
import { fetchStatus, type ServerStatus } from '../../api/status.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAgo, formatDateTime } from '../../time/format.js';
import { Pending } from '../progress/pending.js';
import { formatValue } from '../units/format-value.js';
import { diskForecast } from './disk-forecast.js';
import { stoppedSignals } from './stopped.js';
import './home-side.css';

const DAY_MS = 86_400_000;
/** How often what goes slowly is asked again. */
const EVERY_MS = 30_000;
/** More is a flood, told by its number. */
const SHOWN = 6;

/** Beside the services: who stopped sending, what was refused, and how the disk stands. */
export function HomeSide(): ReactNode {
  return (
    <div className="home-side">
      <StoppedPanel />
      <RejectedPanel />
      <DiskPanel />
    </div>
  );
}

function StoppedPanel(): ReactNode {
  const { t, lang } = useI18n();
  const services = useQuery({
    queryKey: ['services', 'day'],
    queryFn: ({ signal }) => fetchServices({ start: Date.now() - DAY_MS, end: Date.now() + 60_000 }, signal),
    refetchInterval: EVERY_MS,
    meta: { quiet: true },
  });
  const stopped = stoppedSignals(services.data ?? [], services.dataUpdatedAt);
  return (
    <section className="panel" aria-label={t('home.stopped')}>
      <h2 className="panel-title">{t('home.stopped')}</h2>
      {services.data === undefined ? (
        <Pending query={services} rows={2} compact />
      ) : stopped.length === 0 ? (
        <p className="home-fine">{t('home.stopped.none')}</p>
      ) : (
        <ul className="home-facts">
          {stopped.slice(0, SHOWN).map(({ service, signal, at }) => (
            <li key={`${service} ${signal}`}>
              <Link
                to="/services/$name"
                params={{ name: service }}
                search={{ from: String(at - 1_800_000), to: String(at + 300_000) }}
              >
                <bdi>{service}</bdi>
              </Link>
              <span className="signal">{t(`home.${signal}`)}</span>
              <span className="muted num" title={formatDateTime(at)}>
                {formatAgo(at, services.dataUpdatedAt, lang)}
              </span>
            </li>
          ))}
          {stopped.length > SHOWN && <li className="muted">{t('home.andMore', { n: stopped.length - SHOWN })}</li>}
        </ul>
      )}
    </section>
  );
}

function RejectedPanel(): ReactNode {
  const { t, lang } = useI18n();
  const rejections = useQuery({
    queryKey: ['rejections'],
    queryFn: ({ signal }) => fetchRejections(signal),
    refetchInterval: EVERY_MS,
    meta: { quiet: true },
  });
  return (
    <section className="panel" aria-label={t('home.rejected')}>
      <h2 className="panel-title">{t('home.rejected')}</h2>
      {rejections.data === undefined ? (
        <Pending query={rejections} rows={2} compact />
      ) : rejections.data.length === 0 ? (
        <p className="home-fine">{t('home.rejected.none')}</p>
      ) : (
        <ul className="home-facts">
          {rejections.data.slice(0, SHOWN).map((one) => (
            <li key={`${one.signal} ${one.protocol} ${one.reason}`} className="home-rejected">
              <span className="home-rejected-what">
                {one.records > 0
                  ? t('home.rejected.records', { n: one.records, signal: one.signal, protocol: one.protocol })
                  : t('home.rejected.requests', { n: one.requests, signal: one.signal, protocol: one.protocol })}
                <span className="muted num"> {formatAgo(one.last, rejections.dataUpdatedAt, lang)}</span>
              </span>
              <bdi className="home-reason" title={one.reason}>
                {one.reason}
              </bdi>
            </li>
          ))}
          {rejections.data.length > SHOWN && (
            <li className="muted">{t('home.andMore', { n: rejections.data.length - SHOWN })}</li>
          )}
        </ul>
      )}
    </section>
  );
}

function DiskPanel(): ReactNode {
  const { t } = useI18n();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => fetchStatus(signal),
    refetchInterval: EVERY_MS,
    meta: { quiet: true },
  });
  return (
    <section className="panel" aria-label={t('home.disk')}>
      <h2 className="panel-title">{t('home.disk')}</h2>
      {status.data === undefined ? <Pending query={status} rows={2} compact /> : <Disk status={status.data} />}
    </section>
  );
}

function Disk(props: { readonly status: ServerStatus }): ReactNode {
  const { t } = useI18n();
  const { usedBytes, freeBytes, budgetBytes, days, retention } = props.status;
  const bound = budgetBytes ?? (freeBytes === undefined ? undefined : usedBytes + freeBytes);
  const { perDay, daysLeft } = diskForecast(days, usedBytes, bound, new Date().toISOString().slice(0, 10));
  const shortest = Math.min(...Object.values(retention)) / 86_400;
  const bytes = (n: number): string => formatValue(n, 'decbytes');
  return (
    <div className="disk">
      {bound !== undefined && (
        <meter
          className="disk-meter"
          min={0}
          max={bound}
          value={usedBytes}
          high={bound * 0.9}
          aria-label={t('home.disk')}
        />
      )}
      <p className="num">
        {budgetBytes === undefined
          ? t('home.disk.free', { used: bytes(usedBytes), free: freeBytes === undefined ? '–' : bytes(freeBytes) })
          : t('home.disk.budget', { used: bytes(usedBytes), budget: bytes(budgetBytes) })}
      </p>
      <p className="muted">
        {perDay === undefined
          ? t('home.disk.early')
          : daysLeft === undefined
            ? t('home.disk.pace', { perDay: bytes(perDay) })
            : daysLeft > shortest
              ? t('home.disk.fits', { perDay: bytes(perDay) })
              : budgetBytes === undefined
                ? t('home.disk.full', { perDay: bytes(perDay), n: Math.floor(daysLeft) })
                : t('home.disk.drops', { perDay: bytes(perDay), n: Math.floor(daysLeft) })}
      </p>
    </div>
  );
}
