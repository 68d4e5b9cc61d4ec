import type { RawSeries } from '../series.js';
import type { FloatHistogram } from './float-histogram.js';
import type { HistogramRow } from './read.js';

/**
 * One series of its numbers and its histograms, both in time order. At one time there is one sample: a marker gives
 * way to a value, a number to a histogram, a histogram to a later one of the list. Starts only if they are wanted.
 */
export function mergeHistograms(numbers: RawSeries, rows: readonly HistogramRow[], withStart: boolean): RawSeries {
  const { labels, dropName } = numbers;
  const most = numbers.times.length + rows.length;
  const times = new Float64Array(most);
  const values = new Float64Array(most);
  const stale = new Uint8Array(most);
  const starts = new Float64Array(most);
  const histograms: (FloatHistogram | undefined)[] = [];
  let count = 0;
  const push = (time: number, isStale: boolean, start: number, sample: number | FloatHistogram): void => {
    if (count > 0 && times[count - 1] === time) {
      if (isStale) return;
      count--;
    }
    times[count] = time;
    values[count] = typeof sample === 'number' ? sample : NaN;
    stale[count] = isStale ? 1 : 0;
    starts[count] = withStart ? start : 0;
    histograms[count++] = isStale || typeof sample === 'number' ? undefined : sample;
  };
  const pushNumber = (i: number): void =>
    push(numbers.times[i]!, numbers.stale?.[i] === 1, numbers.starts?.[i] ?? 0, numbers.values[i]!);
  let next = 0;
  for (const row of rows) {
    while (next < numbers.times.length && numbers.times[next]! <= row.time) pushNumber(next++);
    push(row.time, row.stale, row.start, row.histogram);
  }
  while (next < numbers.times.length) pushNumber(next++);
  histograms.length = count;
  return {
    labels,
    dropName,
    times: times.subarray(0, count),
    values: values.subarray(0, count),
    histograms,
    ...(stale.includes(1) ? { stale: stale.subarray(0, count) } : {}),
    ...(starts.some((start) => start !== 0) ? { starts: starts.subarray(0, count) } : {}),
  };
}
