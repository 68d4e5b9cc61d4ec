import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { queryLokiRange } from '../../api/loki-metric-query.js';
import { EmptyState, errorMessage } from '../../controls/notice.js';
import { isRefused } from '../../controls/query-editor/refused.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount } from '../../time/format.js';
import { alignToGrid, gridTimes, summarize } from '../charts/align.js';
import { type Hidden } from '../charts/plot/legend-selection.js';
import { plainSeries, type PlotSeries } from '../charts/plot/plot-series.js';
import { plainChart } from '../charts/plot/series-chart-props.js';
import { SeriesChart } from '../charts/plot/series-chart.js';
import { SeriesLegend, type LegendColumn } from '../charts/plot/series-legend.js';
import { quoted } from '../charts/promql.js';
import { Pending } from '../progress/pending.js';
import { chartGrid } from '../time-range/range.js';
import { type TimeRange } from '../time-range/search.js';
import { useLastAnswer } from './use-last-answer.js';

const POINTS = 240;
/** Colours that the theme has for series. */
const COLOURS = 10;
/** Lines that a chart can still show apart; the table has all. */
const DRAWN = 100;

/** The answer of a metric query: a chart and a table. */
export function MetricResult(props: {
  readonly query: string;
  /** Counts how often the same query was run again. */
  readonly round: number;
  readonly range: TimeRange;
  readonly onZoom: (start: number, end: number) => void;
  readonly onProblem: (problem: { readonly query: string; readonly message: string } | undefined) => void;
}): ReactNode {
  const { t } = useI18n();
  const { query, range, round, onProblem } = props;
  const [hidden, setHidden] = useState<Hidden>(new Set());
  const answer = useQuery({
    queryKey: ['logs-metric', query, range.text, round],
    placeholderData: keepPreviousData,
    refetchInterval: range.refetchInterval,
    queryFn: async ({ signal }) => {
      const grid = chartGrid(range.resolve(), POINTS);
      return { grid, ...(await queryLokiRange(query, grid, 1, signal)) };
    },
  });
  const { error } = answer;
  const data = useLastAnswer(answer.data);
  useEffect(() => {
    onProblem(isRefused(error) ? { query, message: errorMessage(error) } : undefined);
  }, [error, query, onProblem]);
  const series = useMemo<readonly PlotSeries[]>(() => {
    if (!data) return [];
    const times = gridTimes(data.grid);
    return data.series.map((one, i) => ({
      ...plainSeries,
      key: seriesName(one.labels),
      label: seriesName(one.labels),
      colour: `var(--series-${i % COLOURS})`,
      values: alignToGrid(times, [one]),
      fill: data.series.length === 1 ? 0.14 : 0,
      format: formatAmount,
    }));
  }, [data]);
  const columns = useMemo<readonly LegendColumn[]>(
    () => [
      { id: 'last', title: t('logs.metric.last'), of: ({ values }) => summarize(values)?.last ?? null },
      { id: 'min', title: t('logs.metric.min'), of: ({ values }) => summarize(values)?.min ?? null },
      { id: 'max', title: t('logs.metric.max'), of: ({ values }) => summarize(values)?.max ?? null },
    ],
    [t],
  );
  if (!data && isRefused(error)) return <EmptyState title={t('editor.refused')} />;
  if (!data) return <Pending query={answer} />;
  if (series.length === 0) return <EmptyState title={t('logs.metric.none')} />;
  const visible = series.filter(({ key }) => !hidden.has(key)).slice(0, DRAWN);
  return (
    <div
      className={answer.isPlaceholderData || error ? 'metric-result logs-stale' : 'metric-result'}
      data-testid="metric-result"
    >
      {error && (
        <p className="notice-line" role="alert">
          {t('error.stale', { message: errorMessage(error) })}
        </p>
      )}
      {data.notes.map((note) => (
        <p key={note} className="notice-line">
          {note}
        </p>
      ))}
      {series.length > DRAWN && (
        <p className="notice-line">{t('logs.metric.drawn', { n: DRAWN, all: series.length })}</p>
      )}
      <SeriesChart
        {...plainChart}
        testId="metric-chart"
        title={t('logs.metric.chart')}
        times={gridTimes(data.grid)}
        series={visible}
        range={data.grid}
        height={280}
        group="logs"
        onZoom={props.onZoom}
      />
      <SeriesLegend series={series} hidden={hidden} onHidden={setHidden} columns={columns} table />
    </div>
  );
}

function seriesName(labels: Readonly<Record<string, string>>): string {
  const names = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  return `{${names.join(', ')}}`;
}
