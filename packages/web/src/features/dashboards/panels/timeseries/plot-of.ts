import { asNumber, asRecord, asText } from '../../../../api/json.js';
import { type Column } from '../../../charts/align.js';
import { plainSeries, type PlotSeries } from '../../../charts/plot/plot-series.js';
import { formatValue } from '../../../units/format-value.js';
import { isBinaryUnit } from '../../../units/units.js';
import { asValue, type Frame } from '../../data/frame.js';
import { displayFields, type DisplayedField } from '../../fields/field-display.js';
import { type Panel } from '../../model/dashboard.js';
import { stepAt } from '../../fields/thresholds.js';

export interface TimeseriesPlot {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly percentStack: boolean;
  readonly log: boolean;
  readonly fields: readonly DisplayedField[];
}

/** The numeric fields of a time series panel as lines, areas, bars or points on one axis of times. */
export function timeseriesPlot(frames: readonly Frame[], panel: Panel): TimeseriesPlot {
  const timed = frames.filter((frame) => frame.fields.some(({ type }) => type === 'time'));
  const fields = displayFields(timed, panel).filter(
    ({ field, display }) => field.type === 'number' && asRecord(display.custom['hideFrom'])['viz'] !== true,
  );
  const timesOf = (frame: Frame): readonly number[] =>
    (frame.fields.find(({ type }) => type === 'time')?.values ?? []) as readonly number[];
  const grids = [...new Set(fields.map(({ frame }) => timesOf(frame)))];
  const [first] = grids;
  const same = grids.every(
    (grid) => grid.length === first?.length && grid[0] === first[0] && grid.at(-1) === first.at(-1),
  );
  const times = same ? (first ?? []) : [...new Set(grids.flat())].sort((a, b) => a - b);
  const unit = fields.find(({ display }) => display.custom['axisPlacement'] !== 'right')?.display.unit ?? 'short';
  const keyOf = (at: number): string => `${at} ${fields[at]?.display.name ?? ''}`;
  const series = fields.map(({ field, frame, display }, at): PlotSeries => {
    const to = asText(display.custom['fillBelowTo']);
    const lower = to === undefined ? -1 : fields.findIndex((other) => other.display.name === to);
    return {
      ...plotSeries(field.values, timesOf(frame), times, display),
      key: keyOf(at),
      // What is counted in another unit has an axis of its own.
      axis: isRight(display, unit) ? 'right' : 'left',
      ...(lower === -1 || lower === at ? {} : { fillTo: keyOf(lower) }),
    };
  });
  const modes = fields.map(({ display }) => asText(asRecord(display.custom['stacking'])['mode']));
  const log = fields.some(({ display }) => asRecord(display.custom['scaleDistribution'])['type'] === 'log');
  return { times: times.map((ms) => ms / 1_000), series, percentStack: modes.includes('percent'), log, fields };
}

function isRight({ custom, unit }: DisplayedField['display'], left: string): boolean {
  const placement = asText(custom['axisPlacement']) ?? 'auto';
  return placement === 'right' || (placement !== 'left' && (unit ?? 'short') !== left);
}

function plotSeries(
  values: readonly unknown[],
  own: readonly number[],
  times: readonly number[],
  display: DisplayedField['display'],
): Omit<PlotSeries, 'key' | 'axis'> {
  const { custom } = display;
  const sign = custom['transform'] === 'negative-Y' ? -1 : 1;
  const constant = custom['transform'] === 'constant' ? asValue(values[0]) : undefined;
  const aligned: Column = align(values, own, times).map((value) =>
    value === null ? null : (constant ?? value) * sign,
  );
  const stacking = asRecord(custom['stacking']);
  // `group: false` takes one series out of a stack, such as the total that the others add up to.
  const stacked = (stacking['mode'] === 'normal' || stacking['mode'] === 'percent') && stacking['group'] !== false;
  const style = asText(custom['drawStyle']) ?? 'line';
  const shape = asText(custom['lineInterpolation']) ?? 'linear';
  const fill = (asNumber(custom['fillOpacity']) ?? 0) / 100;
  const last = values.findLast((value) => typeof value === 'number');
  const byValue =
    display.byThreshold && typeof last === 'number'
      ? stepAt(display.thresholds, last, { min: 0, max: 100 })
      : undefined;
  return {
    ...plainSeries,
    label: display.name,
    colour: byValue?.colour ?? display.colour,
    values: aligned,
    draw: style === 'bars' || style === 'points' ? style : 'line',
    shape: shape.startsWith('step') ? 'step' : shape === 'smooth' ? 'smooth' : 'linear',
    width: Math.min(10, asNumber(custom['lineWidth']) ?? 1.5),
    fill: Math.min(1, style === 'bars' && fill === 0 ? 0.6 : fill),
    dashed: asText(asRecord(custom['lineStyle'])['fill']) === 'dash',
    // Between its own points a series of a coarser grid than the panel's others has no gaps.
    spanNulls:
      custom['spanNulls'] === true ||
      typeof custom['spanNulls'] === 'number' ||
      (own.length > 1 && own.length < times.length),
    // Upward and downward series never lie on each other.
    stack: stacked ? `${asText(stacking['group']) ?? 'A'}${sign}` : undefined,
    binary: isBinaryUnit(display.unit),
    // What is drawn downwards is still a positive amount.
    format: (value) => formatValue(sign === -1 ? Math.abs(value) : value, display.unit, display.decimals),
    inLegend: asRecord(custom['hideFrom'])['legend'] !== true,
  };
}

function align(values: readonly unknown[], own: readonly number[], times: readonly number[]): Column {
  if (own.length === times.length && own[0] === times[0]) return values.map(asValue);
  const byTime = new Map(own.map((time, at) => [time, asValue(values[at])]));
  return times.map((time) => byTime.get(time) ?? null);
}
