import { formatSampleValue } from '@bongsu/query/promql';

const escapeValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
const LEGACY_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A sample as a line of the text format 0.0.4, without its end; names beyond the old characters are quoted. */
export function sampleLine(
  metric: string,
  labels: readonly (readonly [name: string, value: string])[],
  value: number,
  timestampMs: number,
): string {
  const parts = labels.map(
    ([name, text]) => `${LEGACY_LABEL.test(name) ? name : `"${escapeValue(name)}"`}="${escapeValue(text)}"`,
  );
  const quoted = LEGACY_METRIC.test(metric) ? [] : [`"${escapeValue(metric)}"`];
  const all = [...quoted, ...parts].join(',');
  const series = `${quoted.length === 0 ? metric : ''}${all === '' ? '' : `{${all}}`}`;
  return `${series} ${formatSampleValue(value)} ${timestampMs}`;
}

/** The line that says of what type a metric is. */
export const typeLine = (metric: string, type: string): string =>
  `# TYPE ${LEGACY_METRIC.test(metric) ? metric : `"${escapeValue(metric)}"`} ${type}`;
