import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

/** Unix seconds, both inclusive. */
export interface SecondsRange {
  readonly start: number;
  readonly end: number;
}

/** GET api/v1/labels: names of labels, of the series that match when a selector is given. */
export async function fetchLabelNames(
  range: SecondsRange,
  match?: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  return texts(await getJson({ path: '/api/v1/labels', params: { ...range, 'match[]': match }, signal }));
}

/** GET api/v1/label/{name}/values. */
export async function fetchLabelValues(
  label: string,
  range: SecondsRange,
  match?: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const path = `/api/v1/label/${encodeURIComponent(escapedLabel(label))}/values`;
  return texts(await getJson({ path, params: { ...range, 'match[]': match }, signal }));
}

/** A name that is not a classic label name is escaped in the path, as Prometheus' API asks: `U__` and code points. */
export function escapedLabel(label: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) && !label.startsWith('U__')) return label;
  const parts = [...label].map((char) => {
    if (char === '_') return '__';
    return /[a-zA-Z0-9]/.test(char) ? char : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
  return `U__${parts.join('')}`;
}

function texts(body: unknown): readonly string[] {
  return asArray(asRecord(body)['data']).flatMap((item) => asText(item) ?? []);
}
