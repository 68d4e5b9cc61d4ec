import { alignToGrid, gridTimes } from '../charts/align.js';
import { plainSeries, type PlotSeries } from '../charts/plot/plot-series.js';
import { fillLegend, seriesName, shortNames } from '../dashboards/data/legend.js';
import { seriesColour } from '../dashboards/fields/colours.js';
import { formatValue } from '../units/format-value.js';
import { isBinaryUnit } from '../units/units.js';
import { type DrawStyle, type MetricQuery } from './metrics-search.js';
import { type RangeAnswer } from './use-metric-queries.js';

/** The series of all answers on one axis of times. */
export interface MetricPlot {
  readonly times: readonly number[];
  readonly series: readonly PlotSeries[];
}

/**
 * Each query has its unit: what is of another than the first has its axis at the right.
 * @param unitOf undefined for numbers without one.
 *
 * The largest common grid: answers of one page differ by a step at most, when one came a moment later.
 */
export function metricPlot(
  answers: readonly { readonly query: MetricQuery; readonly answer: RangeAnswer }[],
  style: DrawStyle,
  unitOf: (query: MetricQuery) => string | undefined,
): MetricPlot {
  const grids = answers.map(({ answer }) => answer.grid);
  const [first] = grids;
  if (!first) return { times: [], series: [] };
  const times = gridTimes({
    start: Math.min(...grids.map(({ start }) => start)),
    end: Math.max(...grids.map(({ end }) => end)),
    step: first.step,
  });
  const firstUnit = answers.map(({ query }) => unitOf(query))[0];
  let index = 0;
  const series = answers.flatMap(({ query, answer }) => {
    const names = shortNames(
      answer.series.map(({ labels }) => labels),
      query.expr,
    );
    const unit = unitOf(query);
    const axis = unit === firstUnit ? 'left' : 'right';
    const format = (value: number): string => formatValue(value, unit ?? 'short');
    return answer.series.map((one, at): PlotSeries => {
      const name = query.legend === '' ? (names[at] ?? '') : fillLegend(query.legend, one.labels);
      return {
        ...plainSeries,
        key: `${query.letter} ${seriesName(one.labels)}`,
        label: answers.length > 1 ? `${query.letter}: ${name}` : name,
        labels: one.labels,
        colour: seriesColour(index++),
        values: alignToGrid(times, [one]),
        draw: style === 'bars' || style === 'points' ? style : 'line',
        fill: style === 'area' ? 0.12 : style === 'stacked' ? 0.55 : style === 'bars' ? 0.8 : 0,
        stack: style === 'stacked' || style === 'bars' ? axis : undefined,
        axis,
        format,
        binary: isBinaryUnit(unit),
      };
    });
  });
  return { times, series };
}
