import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asTextMap } from './json.js';

export interface PromSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds and value; NaN and infinite samples are left out: there is no place to draw them. */
  readonly samples: readonly (readonly [number, number])[];
}

export interface PromGrid {
  /** Unix seconds, both inclusive. */
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly step: number;
}

/** GET api/v1/query_range. */
export async function queryRange(query: string, grid: PromGrid, signal?: AbortSignal): Promise<readonly PromSeries[]> {
  return parseMatrix(await getJson({ path: '/api/v1/query_range', params: { query, ...grid }, signal }));
}

export function parseMatrix(body: unknown): readonly PromSeries[] {
  return asArray(asRecord(asRecord(body)['data'])['result']).map((item) => {
    const series = asRecord(item);
    const samples: (readonly [number, number])[] = [];
    for (const sample of asArray(series['values'])) {
      const [time, value] = asArray(sample);
      const t = asNumber(time);
      const v = asNumber(value);
      if (t !== undefined && v !== undefined) samples.push([t, v]);
    }
    return { labels: asTextMap(series['metric']), samples };
  });
}
