import type { Labels, Millis } from '@bongsu/model';
import type { SeriesExemplars } from './exemplars-api.js';
import type { FloatHistogram } from './exec/histogram/float-histogram.js';
import { shownBuckets } from './exec/histogram/print.js';
import type { LabelSet } from './exec/label-set.js';
import type { MatrixSeries, Value } from './exec/value.js';
import { formatSampleValue } from './syntax/index.js';

/** Milliseconds as the API writes times: seconds with up to three decimals, trailing zeros trimmed. */
export function formatTimestamp(ms: Millis | number): string {
  const magnitude = Math.abs(ms);
  const seconds = Math.floor(magnitude / 1000);
  const rest = magnitude - seconds * 1000;
  const sign = ms < 0 ? '-' : '';
  if (rest === 0) return `${sign}${seconds}`;
  const decimals = String(Math.floor(rest)).padStart(3, '0').replace(/0+$/, '');
  return `${sign}${seconds}.${decimals}`;
}

/** The `data` of an answer, `{"resultType":...,"result":...}`, in the bytes Prometheus sends. */
export function valueToJson(value: Value): string {
  switch (value.type) {
    case 'scalar':
      return data('scalar', `[${formatTimestamp(value.time)},"${formatSampleValue(value.value)}"]`);
    case 'string':
      return data('string', `[${formatTimestamp(value.time)},${JSON.stringify(value.value)}]`);
    case 'vector': {
      const samples = value.samples.map(({ labels, time, value: sample, histogram }) => {
        if (histogram) return `{"metric":${labelsJson(labels)},"histogram":${histogramPoint(time, histogram)}}`;
        const point = `[${formatTimestamp(time)},"${formatSampleValue(sample)}"]`;
        return `{"metric":${labelsJson(labels)},"value":${point}}`;
      });
      return data('vector', `[${samples.join(',')}]`);
    }
    case 'matrix': {
      const heads = new PointHeads();
      return data('matrix', `[${value.series.map((series) => seriesJson(series, heads)).join(',')}]`);
    }
  }
}

const data = (type: Value['type'], result: string): string => `{"resultType":"${type}","result":${result}}`;

function labelsJson(labels: LabelSet): string {
  const { pairs } = labels;
  let text = '{';
  for (let i = 0; i < pairs.length; i += 2) {
    text += `${i === 0 ? '' : ','}${JSON.stringify(pairs[i])}:${JSON.stringify(pairs[i + 1])}`;
  }
  return text + '}';
}

/** What stands before the value of a point, of the steps of a query, which all its series have. */
class PointHeads {
  readonly #texts = new Map<number, string>();

  text(time: number): string {
    let text = this.#texts.get(time);
    if (text === undefined) this.#texts.set(time, (text = `[${formatTimestamp(time)},"`));
    return text;
  }
}

/** Numbers and native histograms are listed apart; the list of what there is none of is left out. */
function seriesJson({ labels, times, values, histograms }: MatrixSeries, heads: PointHeads): string {
  let numbers = '';
  let natives = '';
  // Gauges often stay as they are, and the digits of a number are what takes longest.
  let last = NaN;
  let digits = '';
  for (let i = 0; i < times.length; i++) {
    const histogram = histograms?.[i];
    if (histogram) {
      natives += (natives === '' ? '' : ',') + histogramPoint(times[i]!, histogram);
      continue;
    }
    const value = values[i]!;
    if (!Object.is(value, last) || digits === '') digits = formatSampleValue((last = value));
    numbers += (numbers === '' ? '' : '"],') + heads.text(times[i]!) + digits;
  }
  const lists =
    (numbers === '' ? '' : `,"values":[${numbers}"]]`) + (natives === '' ? '' : `,"histograms":[${natives}]`);
  return `{"metric":${labelsJson(labels)}${lists}}`;
}

function histogramPoint(time: number, histogram: FloatHistogram): string {
  return `[${formatTimestamp(time)},${histogramJson(histogram)}]`;
}

/** Buckets with observations as `[rule, lower, upper, count]`; without any there is no list. */
function histogramJson(histogram: FloatHistogram): string {
  const number = (value: number): string => `"${formatSampleValue(value)}"`;
  const buckets = shownBuckets(histogram).map(({ lower, upper, lowerInclusive, upperInclusive, count }) => {
    const rule = BOUNDARY_RULES[Number(lowerInclusive)]![Number(upperInclusive)]!;
    return `[${rule},${number(lower)},${number(upper)},${number(count)}]`;
  });
  const list = buckets.length === 0 ? '' : `,"buckets":[${buckets.join(',')}]`;
  return `{"count":${number(histogram.count)},"sum":${number(histogram.sum)}${list}}`;
}

/** Which bounds belong to a bucket, by whether the lower one and whether the upper one does. */
const BOUNDARY_RULES = [
  [2, 0],
  [1, 3],
] as const;

/** The `data` of `query_exemplars`. */
export function exemplarsToJson(series: readonly SeriesExemplars[]): string {
  const parts = series.map(({ seriesLabels, exemplars }) => {
    const shown = exemplars.map(
      ({ labels, value, time }) =>
        `{"labels":${objectJson(labels)},"value":"${formatSampleValue(value)}","timestamp":${formatTimestamp(time)}}`,
    );
    return `{"seriesLabels":${objectJson(seriesLabels)},"exemplars":[${shown.join(',')}]}`;
  });
  return `[${parts.join(',')}]`;
}

const objectJson = (labels: Labels): string => JSON.stringify(labels);
