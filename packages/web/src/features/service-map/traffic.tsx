import { type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatDuration, formatPercent } from '../../time/format.js';
import { type Traffic } from './service-graph.js';

/** From this share of failures on, a node or an edge is red: below, single failures of a busy service would colour all. */
export const FAILING = 0.01;

export const formatP95 = (p95: number | undefined): string => (p95 === undefined ? '–' : formatDuration(p95 * 1e9));

/** Rate, share of errors and p95 in one line. */
export function TrafficLine(props: { readonly traffic: Traffic }): ReactNode {
  const { t } = useI18n();
  const { rate, errors, p95 } = props.traffic;
  return (
    <span className="map-traffic num">
      <span>{t('map.rate.value', { rate: formatAmount(rate) })}</span>
      <span className={errors >= FAILING ? 'map-failing' : undefined}>{formatPercent(errors)}</span>
      <span>{formatP95(p95)}</span>
    </span>
  );
}
