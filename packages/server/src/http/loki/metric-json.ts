import type { Labels } from '@bongsu/model';
import type { MatrixSeries, MetricAnswer, MetricValue, VectorSample } from '@bongsu/query/logql';
import { formatSampleValue, formatTimestamp } from './sample-text.js';
import { queryStats } from './stats.js';

/**
 * The body of a metric answer, key for key as Loki writes it: of metrics the warnings follow the data. Ends in a line
 * feed.
 */
export function metricJson({ value, warnings, work }: MetricAnswer, execSeconds: number): string {
  const stats = JSON.stringify(queryStats({ ...work, returned: countOf(value), execSeconds }));
  const said = warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(warnings)}`;
  const data = `{"resultType":"${value.type}","result":${resultJson(value)},"stats":${stats}}`;
  return `{"status":"success","data":${data}${said}}\n`;
}

const countOf = (value: MetricValue): number =>
  value.type === 'matrix' ? value.series.length : value.type === 'vector' ? value.samples.length : 1;

function resultJson(value: MetricValue): string {
  switch (value.type) {
    case 'scalar':
      return pointJson(formatTimestamp(value.time), value.value);
    case 'vector':
      return `[${value.samples.map(sampleJson).join(',')}]`;
    case 'matrix':
      return `[${value.series.map(seriesJson).join(',')}]`;
  }
}

const sampleJson = ({ labels, time, value }: VectorSample): string =>
  `{"metric":${labelsJson(labels)},"value":${pointJson(formatTimestamp(time), value)}}`;

function seriesJson({ labels, times, values }: MatrixSeries): string {
  const points = times.map((time, i) => pointJson(formatTimestamp(time), values[i]!));
  return `{"metric":${labelsJson(labels)},"values":[${points.join(',')}]}`;
}

const labelsJson = (labels: Labels): string => JSON.stringify(labels);
const pointJson = (time: string, value: number): string => `[${time},"${formatSampleValue(value)}"]`;
