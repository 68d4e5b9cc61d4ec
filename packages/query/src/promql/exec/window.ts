import { gridTime, type Grid, type Reference, type SubqueryNode, type WindowNode } from '../plan/index.js';
import type { EvalContext, WindowView } from './context.js';
import { withoutStale } from './fetch.js';
import type { RawSeries, StepSeries, Windows } from './series.js';

/** End of the window of every step. */
function windowEnds(grid: Grid, { at, offset }: Reference): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, i) => (at ?? gridTime(grid, i)) - offset);
}

/** A range selector. Stale markers are no samples of it. */
export function evaluateWindow(node: WindowNode, context: EvalContext): Windows {
  const series = context.samples(node.fetch).map(withoutStale);
  return { series, range: node.range, ends: windowEnds(node.grid, node) };
}

/** A subquery: what its inner expression gives at its own steps are the samples. */
export async function evaluateSubquery(node: SubqueryNode, context: EvalContext): Promise<Windows> {
  const inner = await context.vector(node.inner);
  const series = inner.map((one) => samplesOf(one, node.inner.grid)).filter((one) => one.times.length > 0);
  return { series, range: node.range, ends: windowEnds(node.grid, node) };
}

function samplesOf({ labels, dropName, values, present }: StepSeries, grid: Grid): RawSeries {
  const times = new Float64Array(values.length);
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    times[count] = gridTime(grid, i);
    kept[count++] = values[i]!;
  }
  return { labels, dropName, times: times.subarray(0, count), values: kept.subarray(0, count) };
}

/**
 * Calls `visit` for every step whose window of `series` has samples. Windows move forwards, so both of their ends are
 * found by walking on from the step before.
 */
export function forEachWindow(
  series: RawSeries,
  { range, ends }: Windows,
  grid: Grid,
  visit: (window: WindowView, step: number) => void,
): void {
  const { times, values } = series;
  const view: WindowView = { times, values, from: 0, to: 0, start: 0, end: 0, time: 0 };
  let from = 0;
  let to = 0;
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i]!;
    const start = end - range;
    while (to < times.length && times[to]! <= end) to++;
    while (from < to && times[from]! <= start) from++;
    if (from === to) continue;
    view.from = from;
    view.to = to;
    view.start = start;
    view.end = end;
    view.time = gridTime(grid, i);
    visit(view, i);
  }
}
