import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useI18n } from '../../i18n/translate.js';
import { formatClock } from '../../time/format.js';
import { summarize, type Column } from './align.js';
import { type PlotFrame } from './plot-frame.js';
import { timeLabels } from './plot/time-labels.js';
import './time-chart.css';

export interface ChartSeries {
  readonly label: string;
  /** Name of a colour token without its dashes. */
  readonly colour: string;
  readonly values: Column;
  /** Fill the area below, for a single series. */
  readonly fill?: boolean;
}

export interface TimeChartProps {
  readonly testId: string;
  readonly title: string;
  readonly unit: string;
  /** Unix seconds, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Unix seconds. */
  readonly range: { readonly start: number; readonly end: number };
  readonly height: number;
  readonly format: (value: number) => string;
  /** Top of the axis; by default what the values need. */
  readonly top?: number | undefined;
  /** Called with Unix milliseconds when a stretch of time was marked by dragging. */
  readonly onZoom?: ((start: number, end: number) => void) | undefined;
  /** Charts of the same group share one cursor. */
  readonly group: string;
  /** Drawn over the plot. */
  readonly overlay?: (frame: PlotFrame) => ReactNode;
  readonly empty?: string;
}

/** The one place that knows the chart library. The canvas has a text summary; values under the cursor stand above it. */
export function TimeChart(props: TimeChartProps): ReactNode {
  const { t } = useI18n();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  const [frame, setFrame] = useState<PlotFrame>();
  const [cursor, setCursor] = useState<number>();

  useEffect(() => {
    latest.current = props;
  });

  const structure = props.series.map(({ colour, fill }) => `${colour}${fill ? '+' : ''}`).join();
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const chart = new uPlot(
      options(host, latest, setFrame, (index) => setCursor(index ?? undefined)),
      chartData(latest.current),
      host,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      if (host.clientWidth > 0 && host.clientWidth !== chart.width) {
        chart.setSize({ width: host.clientWidth, height: latest.current.height });
      }
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
  }, [structure, scheme, props.height, props.group]);

  const { times, series, range, top } = props;
  useEffect(() => {
    plot.current?.setData(chartData({ times, series }));
  }, [times, series, range.start, range.end, top]);

  const main = props.series[props.series.length - 1];
  const summary = main && summarize(main.values);
  const description = summary
    ? t('red.summary', {
        title: `${props.title} (${main.label})`,
        now: props.format(summary.last),
        min: props.format(summary.min),
        max: props.format(summary.max),
      })
    : t('red.summary.empty', { title: props.title });
  const time = cursor === undefined ? undefined : props.times[cursor];
  return (
    <figure className="chart" data-testid={props.testId}>
      <figcaption className="chart-head">
        <span className="chart-title" title={props.unit}>
          {props.title}
        </span>
        <span className="chart-legend num">
          {time !== undefined && <span className="muted">{formatClock(time * 1_000, false)}</span>}
          {props.series.map(({ label, colour, values }) => {
            const at = time === undefined ? summarize(values)?.last : values[cursor ?? -1];
            return (
              <span key={label} className="chart-key">
                <span className="chart-swatch" style={{ background: `var(--${colour})` }} aria-hidden />
                {label} <b>{at === undefined || at === null ? '–' : props.format(at)}</b>
              </span>
            );
          })}
        </span>
      </figcaption>
      <div className="chart-box" style={{ height: props.height }}>
        <div ref={box} role="img" aria-label={description} />
        {props.empty !== undefined && !summary && <div className="chart-empty">{props.empty}</div>}
        {frame && props.overlay?.(frame)}
      </div>
    </figure>
  );
}

function chartData(props: Pick<TimeChartProps, 'times' | 'series'>): uPlot.AlignedData {
  return [[...props.times], ...props.series.map(({ values }) => [...values])];
}

function options(
  host: HTMLElement,
  latest: { readonly current: TimeChartProps },
  onFrame: (frame: PlotFrame) => void,
  onCursor: (index: number | null | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(host);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const props = latest.current;
  const axis = {
    stroke: token('muted'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: token('chart-grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: Math.max(host.clientWidth, 40),
    height: props.height,
    padding: [6, 18, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: props.group },
      drag: { x: true, y: false, setScale: false },
      y: false,
      points: { size: 6 },
    },
    scales: {
      x: { time: true, range: () => [latest.current.range.start, latest.current.range.end] },
      y: { range: (_chart, _min, max) => [0, latest.current.top ?? (max > 0 ? max * 1.12 : 1)] },
    },
    axes: [
      { ...axis, size: 25, gap: 7, space: 70, values: (_chart, splits) => timeLabels(splits) },
      {
        ...axis,
        size: 52,
        gap: 4,
        space: 28,
        values: (_chart, splits) => splits.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...props.series.map(({ label, colour, fill }) => ({
        label,
        stroke: token(colour),
        width: 1.5,
        ...(fill ? { fill: `color-mix(in srgb, ${token(colour)} 14%, transparent)` } : {}),
        points: { size: 4 },
      })),
    ],
    hooks: {
      draw: [(chart) => onFrame(frameOf(chart))],
      setCursor: [(chart) => onCursor(chart.cursor.idx)],
      setSelect: [
        (chart) => {
          const { left, width } = chart.select;
          // A shorter stroke is a click with an unsteady hand.
          if (width < 8) return;
          const [start, end] = [left, left + width].map((x) => Math.round(chart.posToVal(x, 'x') * 1_000));
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (start !== undefined && end !== undefined) latest.current.onZoom?.(start, end);
        },
      ],
    },
  };
}

function frameOf(chart: uPlot): PlotFrame {
  const ratio = devicePixelRatio;
  return {
    left: chart.bbox.left / ratio,
    top: chart.bbox.top / ratio,
    width: chart.bbox.width / ratio,
    height: chart.bbox.height / ratio,
    xMin: chart.scales['x']?.min ?? 0,
    xMax: chart.scales['x']?.max ?? 1,
    yMin: chart.scales['y']?.min ?? 0,
    yMax: chart.scales['y']?.max ?? 1,
  };
}
