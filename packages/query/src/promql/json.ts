import type { Labels, Millis } from '@bongsu/model';
import type { SeriesExemplars } from './exemplars-api.js';
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
      const samples = value.samples.map(({ labels, time, value: sample }) => {
        const point = `[${formatTimestamp(time)},"${formatSampleValue(sample)}"]`;
        return `{"metric":${labelsJson(labels)},"value":${point}}`;
      });
      return data('vector', `[${samples.join(',')}]`);
    }
    case 'matrix':
      return data('matrix', `[${value.series.map(seriesJson).join(',')}]`);
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

function seriesJson({ labels, times, values }: MatrixSeries): string {
  let text = `{"metric":${labelsJson(labels)},"values":[`;
  for (let i = 0; i < times.length; i++) {
    text += `${i === 0 ? '' : ','}[${formatTimestamp(times[i]!)},"${formatSampleValue(values[i]!)}"]`;
  }
  return text + ']}';
}

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
