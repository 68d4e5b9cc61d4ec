import { useMemo, type ReactNode } from 'react';
import { EmptyState, ErrorState, errorMessage, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatDuration, formatPercent } from '../../time/format.js';
import { summarize } from './align.js';
import { latencyTop } from './exemplar-points.js';
import { ExemplarDots, ExemplarList } from './exemplar-dots.js';
import { requestMetric } from './red-queries.js';
import { TimeChart, type ChartSeries } from './time-chart.js';
import { useExemplars, useRed, type RedSource } from './use-red.js';
import './red-charts.css';

const formatSeconds = (seconds: number): string => (seconds === 0 ? '0' : formatDuration(seconds * 1e9));

/** Rate, errors and latency of a service, with exemplars that open their traces. */
export function RedCharts(props: {
  readonly source: RedSource;
  readonly onZoom?: (start: number, end: number) => void;
  readonly compact?: boolean;
}): ReactNode {
  const { t } = useI18n();
  const red = useRed(props.source);
  const exemplarQuery = useExemplars(props.source);
  const exemplars = useMemo(() => exemplarQuery.data ?? [], [exemplarQuery.data]);
  const data = red.data;

  const lines = useMemo(() => {
    if (!data) return undefined;
    const series = (label: string, colour: string, values: ChartSeries['values'], fill = false): ChartSeries => ({
      label,
      colour,
      values,
      fill,
    });
    const slowest = [data.p99, data.p95, data.p50].map((values) => summarize(values)?.max ?? 0);
    return {
      rate: [series('req/s', 'chart-rate', data.rate, true)],
      errors: [series(data.of === 'requests' ? '5xx' : t('red.failed'), 'error', data.errorRatio, true)],
      latency: [
        series('p50', 'chart-p50', data.p50),
        series('p95', 'chart-p95', data.p95),
        series('p99', 'chart-p99', data.p99),
      ],
      lineMax: Math.max(...slowest),
      errorMax: summarize(data.errorRatio)?.max ?? 0,
    };
  }, [data, t]);

  if (!data || !lines) {
    if (red.isError) return <ErrorState error={red.error} onRetry={() => void red.refetch()} compact />;
    return <Loading rows={4} />;
  }
  if (data.presence === 'none') {
    return (
      <EmptyState title={t('red.none', { name: props.source.service })} compact>
        {props.source.operation === undefined
          ? t('red.none.hint', { metric: requestMetric })
          : t('red.none.operation', { name: props.source.operation })}
      </EmptyState>
    );
  }
  const chart = {
    times: data.times,
    range: data.range,
    onZoom: props.onZoom,
    group: `red-${props.source.service}-${props.source.operation ?? ''}-${props.compact ? 'side' : 'page'}`,
  };
  return (
    <div className="red">
      {red.isError && <p className="notice-line">{t('error.stale', { message: errorMessage(red.error) })}</p>}
      {data.presence === 'single' && (
        <p className="notice-line">{t(data.of === 'spans' ? 'red.fresh' : 'red.single')}</p>
      )}
      <TimeChart
        {...chart}
        testId="chart-rate"
        title={t('red.rate')}
        unit={t('red.rate.unit')}
        series={lines.rate}
        height={props.compact ? 96 : 118}
        format={formatAmount}
      />
      <TimeChart
        {...chart}
        testId="chart-errors"
        title={t('red.errors')}
        unit={data.of === 'requests' ? t('red.errors.unit') : t('red.errors.spans')}
        series={lines.errors}
        height={props.compact ? 72 : 90}
        // A few percent must not look like a wall: the axis never ends below 5 %.
        top={Math.min(1, Math.max(0.05, lines.errorMax * 1.12))}
        format={formatPercent}
      />
      <TimeChart
        {...chart}
        testId="chart-latency"
        title={t('red.latency')}
        unit={t('red.latency.unit')}
        series={lines.latency}
        height={props.compact ? 130 : 170}
        top={latencyTop(lines.lineMax, exemplars)}
        format={formatSeconds}
        overlay={(frame) => <ExemplarDots frame={frame} exemplars={exemplars} />}
      />
      {exemplarQuery.isError ? (
        <p className="notice-line">{t('error.stale', { message: errorMessage(exemplarQuery.error) })}</p>
      ) : (
        exemplarQuery.isSuccess && <ExemplarList exemplars={exemplars} />
      )}
      <p className="red-foot">
        {t('red.window', { window: formatDuration(data.window * 1e9) })}
        {data.of === 'spans' && ` · ${t('red.spans')}`}
        {props.onZoom && ` · ${t('red.zoom')}`}
      </p>
    </div>
  );
}
