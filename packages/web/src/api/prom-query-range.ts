import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText, asTextMap } from './json.js';

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

export interface PromAnswer {
  readonly series: readonly PromSeries[];
  /** What the server says of the answer: warnings first, then infos. */
  readonly notes: readonly string[];
}

/** GET api/v1/query_range. */
export async function queryRange(query: string, grid: PromGrid, signal?: AbortSignal): Promise<readonly PromSeries[]> {
  return (await askRange(query, grid, signal)).series;
}

/** The same with the server's notes. */
export async function askRange(query: string, grid: PromGrid, signal?: AbortSignal): Promise<PromAnswer> {
  const body = await getJson({ path: '/api/v1/query_range', params: { query, ...grid }, signal });
  return { series: parseMatrix(body), notes: parseNotes(body) };
}

export function parseNotes(body: unknown): readonly string[] {
  const { warnings, infos } = asRecord(body);
  return [...asArray(warnings), ...asArray(infos)].flatMap((note) => asText(note) ?? []);
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
