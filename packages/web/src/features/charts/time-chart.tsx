import { useMemo, useState, type ReactNode } from 'react';
import { formatClock } from '../../time/format.js';
import { summarize, type Column } from './align.js';
import { type PlotFrame } from './plot-frame.js';
import { plainSeries } from './plot/plot-series.js';
import { plainChart } from './plot/series-chart-props.js';
import { SeriesChart } from './plot/series-chart.js';
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

/** Opacity of the area below a series. */
const FILL = 0.14;
/** Room for a duration or a share; the plots of a column begin at one line. */
const AXIS_PX = 52;

/** A chart of few series from zero, whose legend stands above it and shows the values under the cursor. */
export function TimeChart(props: TimeChartProps): ReactNode {
  const { series, format, times } = props;
  const [cursor, setCursor] = useState<number>();
  const plotted = useMemo(
    () =>
      series.map(({ label, colour, values, fill }) => ({
        ...plainSeries,
        ...{ key: label, label, values, format },
        colour: `var(--${colour})`,
        fill: fill ? FILL : 0,
      })),
    [series, format],
  );
  const time = cursor === undefined ? undefined : times[cursor];
  const drawn = series.some(({ values }) => summarize(values) !== undefined);
  return (
    <figure className="chart" data-testid={props.testId}>
      <figcaption className="chart-head">
        <span className="chart-title" title={props.unit}>
          {props.title}
        </span>
        <span className="chart-legend num">
          {time !== undefined && <span className="muted">{formatClock(time * 1_000, false)}</span>}
          {series.map(({ label, colour, values }) => {
            const at = time === undefined ? summarize(values)?.last : values[cursor ?? -1];
            return (
              <span key={label} className="chart-key">
                <span className="chart-swatch" style={{ background: `var(--${colour})` }} aria-hidden />
                {label} <b>{at === undefined || at === null ? '–' : format(at)}</b>
              </span>
            );
          })}
        </span>
      </figcaption>
      <div className="chart-box">
        <SeriesChart
          {...plainChart}
          testId={`${props.testId}-canvas`}
          title={props.title}
          times={times}
          series={plotted}
          range={props.range}
          height={props.height}
          group={props.group}
          axisWidth={AXIS_PX}
          min={0}
          max={props.top}
          onZoom={props.onZoom}
          onCursor={setCursor}
          overlay={props.overlay}
        />
        {props.empty !== undefined && !drawn && <div className="chart-empty">{props.empty}</div>}
      </div>
    </figure>
  );
}
