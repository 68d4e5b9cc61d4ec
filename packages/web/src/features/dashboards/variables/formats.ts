import { re2Literal } from '../../charts/promql.js';

/** How the values of a variable are written into a text: `${name:csv}`. */
export type VariableFormat = (values: readonly string[], name: string) => string;

/** Inside a double-quoted string of PromQL or LogQL a backslash is written twice. */
const inQuotes = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');

/** Values as one pattern for `=~`: a single one as itself, several as alternatives. */
function pattern(values: readonly string[], escape: (text: string) => string): string {
  const parts = values.map(escape);
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join('|')})`;
}

/** The formats of https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/#advanced-variable-format-options. */
export const formats: Readonly<Record<string, VariableFormat>> = {
  csv: (values) => values.join(','),
  raw: (values) => values.join(','),
  text: (values) => values.join(' + '),
  pipe: (values) => values.join('|'),
  distributed: (values, name) => values.map((value, at) => (at === 0 ? value : `${name}=${value}`)).join(','),
  doublequote: (values) => values.map((value) => `"${value.replaceAll('"', '\\"')}"`).join(','),
  singlequote: (values) => values.map((value) => `'${value.replaceAll("'", "\\'")}'`).join(','),
  sqlstring: (values) => values.map((value) => `'${value.replaceAll("'", "''")}'`).join(','),
  glob: (values) => (values.length > 1 ? `{${values.join(',')}}` : (values[0] ?? '')),
  lucene: (values) => pattern(values, (text) => text.replace(/[!*+\-=<>\s&|()[\]{}^~?:\\/"]/g, '\\$&')),
  json: (values) => JSON.stringify(values.length === 1 ? values[0] : values),
  percentencode: (values) => encodeURIComponent(values.join(',')),
  queryparam: (values, name) => values.map((value) => `var-${name}=${encodeURIComponent(value)}`).join('&'),
  regex: (values) => pattern(values, re2Literal),
  /** Not Grafana's name: what its Prometheus and Loki sources do where no format is given and several values are possible. */
  quotedRegex: (values) => pattern(values, (text) => inQuotes(re2Literal(text))),
  /** The same for a variable of one value, which may stand after `=`. */
  quoted: (values) => inQuotes(values.join(',')),
};
