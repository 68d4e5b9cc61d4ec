import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

export interface MetricMetadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** GET api/v1/metadata: the first entry of each metric. */
export async function fetchMetadata(signal?: AbortSignal): Promise<ReadonlyMap<string, MetricMetadata>> {
  return parseMetadata(await getJson({ path: '/api/v1/metadata', params: { limit_per_metric: 1 }, signal }));
}

export function parseMetadata(body: unknown): ReadonlyMap<string, MetricMetadata> {
  const found = new Map<string, MetricMetadata>();
  for (const [name, entries] of Object.entries(asRecord(asRecord(body)['data']))) {
    const { type, help, unit } = asRecord(asArray(entries)[0]);
    found.set(name, { type: asText(type) ?? '', help: asText(help) ?? '', unit: asText(unit) ?? '' });
  }
  return found;
}
