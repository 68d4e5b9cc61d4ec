import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import '../marks.css';
import 'uplot/dist/uPlot.min.css';
import { useI18n } from '../../../i18n/translate.js';
import { summarize, type Column } from '../align.js';
import { type PlotFrame } from '../plot-frame.js';
import { plotOptions } from './plot-options.js';
import { type SeriesChartProps } from './series-chart-props.js';
import { PlotTooltip } from './plot-tooltip.js';
import { stacked } from './stack.js';
import './series-chart.css';

/** Name of the browser's timing entry of each first draw, from the data to the painted canvas. */
export const DRAW_MEASURE = 'bongsu:chart-draw';

/** Series over time: lines, areas, bars, stacks. Values under the pointer stand beside it; dragging marks a stretch of time. */
export function SeriesChart(props: SeriesChartProps): ReactNode {
  const { t } = useI18n();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  const [frame, setFrame] = useState<PlotFrame>();
  const [cursor, setCursor] = useState<number>();
  const [pointed, setPointed] = useState(false);
  useEffect(() => {
    latest.current = props;
  });

  const { times, series, percentStack } = props;
  const columns = useMemo(() => stacked(series, percentStack), [series, percentStack]);
  const drawn = useRef(columns);
  useEffect(() => {
    drawn.current = columns;
  });
  const structure = series
    .map((one) =>
      [
        one.key,
        one.colour,
        one.draw,
        one.shape,
        one.width,
        one.fill,
        one.dashed,
        one.spanNulls,
        one.axis,
        one.stack,
      ].join(','),
    )
    .join(';');
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const started = performance.now();
    let first = true;
    const options = plotOptions(host, latest, latest.current.series, {
      onDraw: (chart) => {
        if (first) performance.measure(DRAW_MEASURE, { start: started });
        first = false;
        setFrame((before) => sameFrame(before, frameOf(chart)));
      },
      onCursor: (index) => {
        setCursor(index ?? undefined);
        latest.current.onCursor?.(index ?? undefined);
      },
    });
    const chart = new uPlot(options, plotData(latest.current.times, drawn.current), host);
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
  }, [structure, scheme, props.height, props.group, props.log]);

  const { bands, lines, marks, min, max, rightMin, rightMax, softZero } = props;
  useEffect(() => {
    plot.current?.setData(plotData(times, columns));
  }, [times, columns, props.range.start, props.range.end, bands, lines, marks, min, max, rightMin, rightMax, softZero]);

  return (
    <div
      className="plot"
      data-testid={props.testId}
      style={{ height: props.height }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <div ref={box} role="img" aria-label={description(props, t('chart.summary.empty', { title: props.title }))} />
      {frame && props.overlay?.(frame)}
      {pointed && frame && cursor !== undefined && props.onCursor === undefined && (
        <PlotTooltip times={times} series={series} index={cursor} frame={frame} marks={marks} />
      )}
    </div>
  );
}

/** The first series in three numbers; the legend has the others. */
function description({ title, series }: SeriesChartProps, empty: string): string {
  const parts = series.slice(0, 3).flatMap(({ label, values, format }) => {
    const summary = summarize(values);
    return summary ? [`${label}: ${format(summary.last)} (${format(summary.min)} – ${format(summary.max)})`] : [];
  });
  return parts.length === 0 ? empty : `${title}. ${parts.join('; ')}${series.length > 3 ? '; …' : ''}`;
}

function plotData(times: readonly number[], columns: readonly Column[]): uPlot.AlignedData {
  return [times as number[], ...columns.map((values) => values as (number | null)[])];
}

function frameOf(chart: uPlot): PlotFrame {
  const ratio = devicePixelRatio;
  const scale = chart.series.some((one) => one.scale === 'left') ? 'left' : 'right';
  return {
    left: chart.bbox.left / ratio,
    top: chart.bbox.top / ratio,
    width: chart.bbox.width / ratio,
    height: chart.bbox.height / ratio,
    xMin: chart.scales['x']?.min ?? 0,
    xMax: chart.scales['x']?.max ?? 1,
    yMin: chart.scales[scale]?.min ?? 0,
    yMax: chart.scales[scale]?.max ?? 1,
  };
}

/** The frame before when nothing moved, so that a draw does not render again for nothing. */
function sameFrame(before: PlotFrame | undefined, now: PlotFrame): PlotFrame {
  return before !== undefined && (Object.keys(now) as (keyof PlotFrame)[]).every((key) => before[key] === now[key])
    ? before
    : now;
}
