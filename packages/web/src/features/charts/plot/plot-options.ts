import uPlot from 'uplot';
import { canvasColours } from './canvas-colour.js';
import { loneSamples } from './lone-samples.js';
import { type PlotSeries } from './plot-series.js';
import { type SeriesChartProps } from './series-chart-props.js';
import { below } from './stack.js';
import { timeLabels } from './time-labels.js';

/** From a 1024th of the unit up to the exbibyte. */
const POWERS_OF_TWO = Array.from({ length: 71 }, (_, i) => 2 ** (i - 10));

/** Steps of an axis that counts things. */
const WHOLE = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** Half of a time with seconds: the label at an end of the axis is centred on it. */
const LABEL_PX = 26;

/** What of the chart's props is read anew at every draw; all else builds a new chart. */
type Latest = { readonly current: SeriesChartProps };

export interface PlotEvents {
  readonly onDraw: (chart: uPlot) => void;
  readonly onCursor: (index: number | null | undefined) => void;
}

/** The library's options for series that are all visible. */
export function plotOptions(
  host: HTMLElement,
  latest: Latest,
  series: readonly PlotSeries[],
  events: PlotEvents,
): uPlot.Options {
  const colours = canvasColours(host);
  const props = latest.current;
  const text = colours.of('var(--muted)');
  const grid = colours.of('var(--chart-grid)');
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const hasRight = series.some(({ axis }) => axis === 'right');
  const hasLeft = series.some(({ axis }) => axis === 'left') || !hasRight;
  const axis = { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  const valueAxis = (side: 'left' | 'right'): uPlot.Axis => {
    const first = series.find((one) => one.axis === side);
    const own = first?.format ?? String;
    // What is stacked to a hundred has no unit of its own any more.
    const format = props.percentStack ? (value: number): string => `${value}%` : own;
    return {
      ...axis,
      scale: side,
      side: side === 'left' ? 3 : 1,
      gap: 4,
      space: 30,
      ...(first?.binary && !props.percentStack ? { incrs: POWERS_OF_TWO } : {}),
      ...(first?.whole === true && !props.percentStack ? { incrs: WHOLE } : {}),
      size: (_chart, values) =>
        props.axisWidth ?? Math.ceil(18 + 6.2 * Math.max(2, ...(values ?? []).map((value) => String(value).length))),
      grid: side === 'right' && hasLeft ? { show: false } : axis.grid,
      values: (_chart, splits) => splits.map((value) => (value === null ? '' : format(value))),
    };
  };
  const under = below(series).map((lower, at) => {
    const to = series[at]?.fillTo;
    const named = to === undefined ? -1 : series.findIndex(({ key }) => key === to);
    return named === -1 ? lower : named;
  });
  const options: uPlot.Options = {
    width: Math.max(host.clientWidth, 40),
    height: props.height,
    padding: [8, hasRight ? 0 : LABEL_PX, 0, hasLeft ? 0 : LABEL_PX],
    legend: { show: false },
    cursor: {
      sync: { key: props.group },
      drag: { x: true, y: false, setScale: false },
      y: false,
      points: { size: 6 },
    },
    scales: {
      x: { time: true, range: () => [latest.current.range.start, latest.current.range.end] },
      left: valueScale(latest, props.log, ({ min, max }) => ({ min, max })),
      right: valueScale(latest, props.log, ({ rightMin, rightMax }) => ({ min: rightMin, max: rightMax })),
    },
    axes: [
      { ...axis, size: 25, gap: 7, space: 70, values: (_chart, splits) => timeLabels(splits) },
      ...(hasLeft ? [valueAxis('left')] : []),
      ...(hasRight ? [valueAxis('right')] : []),
    ],
    series: [{}, ...series.map((one) => seriesOptions(one, colours.of))],
    bands: under.flatMap((lower, at) => {
      const upper = series[at];
      if (lower === undefined || upper === undefined || upper.fill === 0) return [];
      return [{ series: [at + 1, lower + 1] as [number, number], fill: colours.of(upper.colour, upper.fill) }];
    }),
    hooks: {
      drawClear: [(chart) => drawBands(chart, latest.current, colours.of)],
      draw: [
        (chart) => {
          drawLines(chart, latest.current, colours.of);
          events.onDraw(chart);
        },
      ],
      setCursor: [(chart) => events.onCursor(chart.cursor.idx)],
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
      destroy: [() => colours.release()],
    },
  };
  return options;
}

function valueScale(
  latest: Latest,
  log: boolean,
  bounds: (props: SeriesChartProps) => { readonly min: number | undefined; readonly max: number | undefined },
): uPlot.Scale {
  if (log) return { distr: 3, log: 10, range: (_chart, min, max) => logRange(min, max) };
  return {
    range: (_chart, dataMin, dataMax) => {
      const { softZero } = latest.current;
      const { min, max } = bounds(latest.current);
      const low = dataMin ?? 0;
      const high = dataMax ?? 1;
      const pad = (high - low || Math.abs(high) || 1) * 0.08;
      const bottom = softZero && low >= 0 ? 0 : low - pad;
      const top = softZero && high <= 0 ? 0 : high + pad;
      const from = min ?? bottom;
      const to = max ?? top;
      return from < to ? [from, to] : [from, from + 1];
    },
  };
}

/** Whole decades around what is positive; a scale by powers has no zero. */
function logRange(min: number | null, max: number | null): [number, number] {
  const high = max !== null && max > 0 ? max : 1;
  const low = min !== null && min > 0 ? min : high / 1_000;
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
}

function seriesOptions(series: PlotSeries, colour: (css: string, opacity?: number) => string): uPlot.Series {
  const base: uPlot.Series = {
    label: series.label,
    scale: series.axis,
    stroke: colour(series.colour),
    width: series.draw === 'points' ? 0 : series.width,
    spanGaps: series.spanNulls,
    ...(series.dashed ? { dash: [8, 6] } : {}),
    ...(series.fill > 0 ? { fill: colour(series.colour, series.fill) } : {}),
    points: { size: series.draw === 'points' ? 5 : 4, ...shownPoints(series.draw) },
  };
  const paths = pathsOf(series);
  return paths ? { ...base, paths } : base;
}

/** Bars stand by themselves; lines have points where the library finds them far enough apart, and where there is no line. */
function shownPoints(draw: PlotSeries['draw']): Pick<uPlot.Series.Points, 'show' | 'filter'> {
  if (draw === 'points') return { show: true };
  if (draw === 'bars') return { show: false };
  return {
    filter: (chart, at, shown) => {
      const [from, to] = chart.series[0]?.idxs ?? [0, -1];
      const lone = shown ? [] : loneSamples(chart.data[at] ?? [], from, to);
      return lone.length === 0 ? null : lone;
    },
  };
}

function pathsOf({ draw, shape }: PlotSeries): uPlot.Series.PathBuilder | undefined {
  if (draw === 'points') return () => null;
  if (draw === 'bars') return uPlot.paths.bars?.({ size: [0.7, 40], align: 0 });
  if (shape === 'step') return uPlot.paths.stepped?.({ align: 1 });
  return shape === 'smooth' ? uPlot.paths.spline?.() : undefined;
}

type ToColour = (css: string, opacity?: number) => string;

/** Areas behind the series: thresholds as bands, annotations that last. */
function drawBands(chart: uPlot, props: SeriesChartProps, colour: ToColour): void {
  const { ctx, bbox } = chart;
  const scale = chart.series.some((one) => one.scale === 'left') ? 'left' : 'right';
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const band of props.bands) {
    const top = Number.isFinite(band.to) ? chart.valToPos(band.to, scale, true) : bbox.top;
    const bottom = Number.isFinite(band.from) ? chart.valToPos(band.from, scale, true) : bbox.top + bbox.height;
    ctx.fillStyle = colour(band.colour, 0.09);
    ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  }
  ctx.restore();
}

/** Lines over the series: thresholds across, annotations down. */
function drawLines(chart: uPlot, props: SeriesChartProps, colour: ToColour): void {
  const { ctx, bbox } = chart;
  const scale = chart.series.some((one) => one.scale === 'left') ? 'left' : 'right';
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6, 4]);
  for (const line of props.lines) {
    const y = Math.round(chart.valToPos(line.at, scale, true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    stroke(ctx, colour(line.colour), bbox.left, y, bbox.left + bbox.width, y);
  }
  for (const mark of props.marks) {
    const x = Math.round(chart.valToPos(mark.time, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    stroke(ctx, colour(mark.colour), x, bbox.top, x, bbox.top + bbox.height);
  }
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, x1: number, y1: number, x2: number, y2: number): void {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
