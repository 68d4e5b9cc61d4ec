import type { RawSeries } from '../series.js';
import type { FloatHistogram } from './float-histogram.js';
import type { HistogramRow } from './read.js';

/**
 * One series of its numbers and its histograms, both in time order. At one time there is one sample: a marker gives
 * way to a value, a number to a histogram, a histogram to a later one of the list.
 */
export function mergeHistograms(numbers: RawSeries, rows: readonly HistogramRow[]): RawSeries {
  const { labels, dropName } = numbers;
  const most = numbers.times.length + rows.length;
  const times = new Float64Array(most);
  const values = new Float64Array(most);
  const stale = new Uint8Array(most);
  const histograms: (FloatHistogram | undefined)[] = [];
  let count = 0;
  const push = (time: number, value: number, isStale: boolean, histogram: FloatHistogram | undefined): void => {
    if (count > 0 && times[count - 1] === time) {
      if (isStale) return;
      count--;
    }
    times[count] = time;
    values[count] = value;
    stale[count] = isStale ? 1 : 0;
    histograms[count++] = isStale ? undefined : histogram;
  };
  let next = 0;
  for (const row of rows) {
    while (next < numbers.times.length && numbers.times[next]! <= row.time) {
      push(numbers.times[next]!, numbers.values[next]!, numbers.stale?.[next] === 1, undefined);
      next++;
    }
    push(row.time, NaN, row.stale, row.histogram);
  }
  for (; next < numbers.times.length; next++) {
    push(numbers.times[next]!, numbers.values[next]!, numbers.stale?.[next] === 1, undefined);
  }
  histograms.length = count;
  const series = { labels, dropName, times: times.subarray(0, count), values: values.subarray(0, count), histograms };
  return stale.includes(1) ? { ...series, stale: stale.subarray(0, count) } : series;
}
