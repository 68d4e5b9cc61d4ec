import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { type Exemplar } from '../../api/prom-query-exemplars.js';
import { queryTraceqlMetrics, type TraceqlMetrics } from '../../api/tempo-metrics.js';
import { EmptyState } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatDuration } from '../../time/format.js';
import { ExemplarDots, ExemplarList } from '../charts/exemplar-dots.js';
import { TimeChart } from '../charts/time-chart.js';
import { Pending } from '../progress/pending.js';
import { chartGrid } from '../time-range/range.js';
import { useSetTimeRange, type TimeRange } from '../time-range/search.js';
import { chartOfSeries, isOfDurations } from './traceql-series.js';

const POINTS = 240;
const EXEMPLARS = 60;
/** Lines in one chart: more cannot be told apart. */
const SHOWN = 20;

type Metrics = TraceqlMetrics & { readonly range: { readonly start: number; readonly end: number } };

/** The answer of a metrics query over a range, whose bounds come with it in Unix seconds. */
export function useTraceqlMetrics(q: string, range: TimeRange, enabled: boolean): UseQueryResult<Metrics> {
  return useQuery({
    queryKey: ['traceql-metrics', q, range.text.from, range.text.to],
    enabled,
    queryFn: async ({ signal }) => {
      const bounds = range.resolve();
      const answer = await queryTraceqlMetrics(q, chartGrid(bounds, POINTS), EXEMPLARS, signal);
      return { ...answer, range: { start: bounds.start / 1_000, end: bounds.end / 1_000 } };
    },
    refetchInterval: range.refetchInterval,
    placeholderData: (previous, query) => (query?.queryKey[1] === q ? previous : undefined),
  });
}

/** A metrics query of TraceQL as a chart, exemplars as dots that open their trace. */
export function TraceqlChart(props: { readonly q: string; readonly metrics: UseQueryResult<Metrics> }): ReactNode {
  const { t } = useI18n();
  const { q, metrics } = props;
  const setRange = useSetTimeRange();
  const chart = useMemo(() => metrics.data && chartOfSeries(metrics.data.series, SHOWN), [metrics.data]);
  const exemplars = useMemo(
    () => (metrics.data?.series ?? []).flatMap((series): readonly Exemplar[] => series.exemplars),
    [metrics.data],
  );
  if (!metrics.data || !chart) return <Pending query={metrics} rows={6} />;
  if (chart.series.length === 0) return <EmptyState title={t('traces.chart.empty')} />;
  const durations = isOfDurations(q);
  const format = durations ? (seconds: number): string => formatDuration(seconds * 1e9) : formatAmount;
  return (
    <section className="panel traces-chart" data-testid="traceql-chart" aria-label={t('traces.chart')}>
      {metrics.data.partial !== undefined && <p className="notice-line">{metrics.data.partial}</p>}
      {chart.hidden > 0 && (
        <p className="notice-line">{t('traces.chart.more', { n: SHOWN, all: SHOWN + chart.hidden })}</p>
      )}
      <TimeChart
        testId="traceql-plot"
        title={t('traces.chart')}
        unit={durations ? t('traces.chart.duration') : ''}
        times={chart.times}
        series={chart.series}
        range={metrics.data.range}
        height={280}
        format={format}
        group="traceql"
        onZoom={(start, end) => setRange({ from: String(start), to: String(end) })}
        // A dot stands for one request: its height means something only where the lines are durations.
        overlay={(frame) => (durations ? <ExemplarDots frame={frame} exemplars={exemplars} /> : null)}
      />
      {exemplars.length > 0 && <ExemplarList exemplars={exemplars} />}
    </section>
  );
}
