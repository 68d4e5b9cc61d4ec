import type { Grid } from '../../plan/index.js';
import type { NativeWindow, WindowFunction, WindowReport, WindowView } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { nativeAnnotations } from '../native-annotations.js';
import { StepValues, type RawSeries, type StepSeries, type Windows } from '../series.js';
import { forEachWindow } from '../window.js';

/** What a function makes of one series, if anything, and how many samples it looked at. */
export function evaluateWindowSeries(
  impl: WindowFunction,
  series: RawSeries,
  windows: Windows,
  grid: Grid,
  scalars: (step: number) => readonly number[],
  report: WindowReport,
): { readonly result: StepSeries | undefined; readonly seen: number } {
  const found = new StepValues(grid.count);
  let seen = 0;
  if (impl.computeAll && !series.histograms && !series.starts && !windows.extension) {
    const { times, values } = series;
    const { bounds, ends, range } = windows;
    impl.computeAll({ times, values, ends, range, ...bounds.of(times) }, found);
    seen = times.length;
  } else
    forEachWindow(series, windows, grid, (window, step) => {
      seen += window.to - window.from;
      found.set(step, valueOf(impl, window, scalars(step), report));
    });
  if (found.hasNumbers) impl.inspect?.(report);
  const { columns } = found;
  const result = columns.present.includes(1)
    ? { labels: series.labels, dropName: series.dropName, ...columns }
    : undefined;
  return { result, seen };
}

function valueOf(
  impl: WindowFunction,
  window: WindowView,
  scalars: readonly number[],
  report: WindowReport,
): number | FloatHistogram | undefined {
  if (!isNative(window)) {
    impl.inspectScalars?.(scalars, report);
    return impl.compute(window, scalars);
  }
  if (impl.native) return impl.native(window, report);
  const numbers = numbersOf(window);
  if (numbers === undefined) return undefined;
  nativeAnnotations.ignoredInRange(report.annotations, report.metric, report.argPos);
  impl.inspectScalars?.(scalars, report);
  return impl.compute(numbers, scalars);
}

function isNative(window: WindowView): window is NativeWindow {
  const { histograms, from, to } = window;
  if (histograms === undefined) return false;
  for (let i = from; i < to; i++) if (histograms[i] !== undefined) return true;
  return false;
}

/** The window without its histograms, for functions that look at values and times alone; undefined if it is empty. */
function numbersOf(window: NativeWindow): WindowView | undefined {
  const { histograms, from, to, start, end, time } = window;
  const isNumber = (_: number, i: number): boolean => histograms[from + i] === undefined;
  const times = window.times.subarray(from, to).filter(isNumber);
  const values = window.values.subarray(from, to).filter(isNumber);
  return times.length === 0
    ? undefined
    : { times, values, histograms: undefined, from: 0, to: times.length, start, end, time };
}
