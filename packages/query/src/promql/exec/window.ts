import { gridTime, type Grid, type Reference, type SubqueryNode, type WindowNode } from '../plan/index.js';
import type { EvalContext, WindowView } from './context.js';
import { withoutStale } from './fetch.js';
import { withDetectedResets } from './histogram/detected-resets.js';
import { RESET_HINT, type FloatHistogram } from './histogram/float-histogram.js';
import type { RawSeries, StepSeries, Windows } from './series.js';
import { WindowBounds } from './window-bounds.js';

/** End of the window of every step. */
function windowEnds(grid: Grid, { at, offset }: Reference): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, i) => (at ?? gridTime(grid, i)) - offset);
}

/** A range selector. Stale markers are no samples of it. */
export function evaluateWindow(node: WindowNode, context: EvalContext): Windows {
  const stored = context.samples(node.fetch);
  const series = (node.statistics ? stored.map(withDetectedResets) : stored).map(withoutStale);
  const windows = windowsOf(series, node.range, windowEnds(node.grid, node));
  return node.extension === undefined ? windows : { ...windows, extension: node.extension };
}

/** A subquery: what its inner expression gives at its own steps are the samples. */
export async function evaluateSubquery(node: SubqueryNode, context: EvalContext): Promise<Windows> {
  const inner = await context.vector(node.inner);
  const series = inner.map((one) => samplesOf(one, node.inner.grid)).filter((one) => one.times.length > 0);
  return windowsOf(series, node.range, windowEnds(node.grid, node));
}

/** `range` and `ends` in ms, the ends rising. */
export const windowsOf = (series: readonly RawSeries[], range: number, ends: Float64Array): Windows => ({
  series,
  range,
  ends,
  bounds: new WindowBounds(ends, range),
});

function samplesOf({ labels, dropName, values, present, histograms }: StepSeries, grid: Grid): RawSeries {
  const times = new Float64Array(values.length);
  const kept = new Float64Array(values.length);
  const keptHistograms: (FloatHistogram | undefined)[] | undefined = histograms && [];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    times[count] = gridTime(grid, i);
    kept[count++] = values[i]!;
    keptHistograms?.push(withoutCounterHint(histograms![i]));
  }
  const series = { labels, dropName, times: times.subarray(0, count), values: kept.subarray(0, count) };
  return keptHistograms ? { ...series, histograms: keptHistograms } : series;
}

/** Between two steps of a subquery there may be samples that a hint knows and it does not: hints would mislead. */
function withoutCounterHint(histogram: FloatHistogram | undefined): FloatHistogram | undefined {
  if (histogram === undefined || histogram.hint === RESET_HINT.gauge) return histogram;
  return { ...histogram, hint: RESET_HINT.unknown };
}

/**
 * Calls `visit` for every step whose window of `series` has samples. Windows move forwards, so both of their ends are
 * found by walking on from the step before.
 */
export function forEachWindow(
  series: RawSeries,
  { range, ends, extension }: Windows,
  grid: Grid,
  visit: (window: WindowView, step: number) => void,
): void {
  const { times, values, histograms, starts } = series;
  const view: WindowView = {
    times,
    values,
    histograms,
    from: 0,
    to: 0,
    start: 0,
    end: 0,
    time: 0,
    ...(extension ? { extension: extension.kind } : {}),
    ...(starts ? { starts } : {}),
  };
  const back = extension === undefined ? 0 : extension.lookback;
  const on = extension?.kind === 'smoothed' ? extension.lookback : 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i]!;
    const start = end - range;
    while (to < times.length && times[to]! <= end + on) to++;
    while (from < to && times[from]! <= start - back) from++;
    if (from === to) continue;
    view.from = from;
    view.to = to;
    view.start = start;
    view.end = end;
    view.time = gridTime(grid, i);
    visit(view, i);
  }
}
