import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

export interface LabelScope {
  /** Unix milliseconds. */
  readonly start: number;
  readonly end: number;
  /** A stream selector that narrows the answer; empty for all streams. */
  readonly query: string;
}

/** GET loki/api/v1/labels: names of stream labels. */
export async function fetchLabelNames(scope: LabelScope, signal?: AbortSignal): Promise<readonly string[]> {
  return parseNames(await getJson({ path: '/loki/api/v1/labels', params: lokiScope(scope), signal }));
}

/** GET loki/api/v1/label/{name}/values. */
export async function fetchLabelValues(
  name: string,
  scope: LabelScope,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const path = `/loki/api/v1/label/${encodeURIComponent(name)}/values`;
  return parseNames(await getJson({ path, params: lokiScope(scope), signal }));
}

/** Loki takes nanoseconds; milliseconds become them by six zeros, which no number could hold. */
export function lokiScope({ start, end, query }: LabelScope): Readonly<Record<string, string | undefined>> {
  return {
    start: `${Math.round(start)}000000`,
    end: `${Math.round(end)}000000`,
    query: query === '' ? undefined : query,
  };
}

function parseNames(body: unknown): readonly string[] {
  return asArray(asRecord(body)['data']).flatMap((name) => asText(name) ?? []);
}
