import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText, asTextMap } from './json.js';
import { parseMatrix, parseNotes, type PromSeries } from './prom-query-range.js';

export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly time: number;
  /** NaN and infinite ones included: a table can write them. */
  readonly value: number;
}

export interface InstantAnswer {
  readonly samples: readonly InstantSample[];
  /** A range vector answers with series: `up[5m]`. */
  readonly series: readonly PromSeries[];
  /** Of a string literal. */
  readonly text?: string;
  readonly notes: readonly string[];
}

/**
 * GET api/v1/query.
 * @param time Unix seconds.
 */
export async function queryInstant(query: string, time: number, signal?: AbortSignal): Promise<InstantAnswer> {
  return parseInstantAnswer(await getJson({ path: '/api/v1/query', params: { query, time }, signal }));
}

export function parseInstantAnswer(body: unknown): InstantAnswer {
  const data = asRecord(asRecord(body)['data']);
  const notes = parseNotes(body);
  const empty = { samples: [], series: [], notes };
  switch (data['resultType']) {
    case 'vector':
      return { ...empty, samples: asArray(data['result']).flatMap((item) => parseSample(asRecord(item))) };
    case 'scalar':
      return { ...empty, samples: parseSample({ metric: {}, value: data['result'] }) };
    case 'matrix':
      return { ...empty, series: parseMatrix(body) };
    case 'string':
      return { ...empty, text: asText(asArray(data['result'])[1]) ?? '' };
    default:
      return empty;
  }
}

function parseSample(item: Readonly<Record<string, unknown>>): readonly InstantSample[] {
  const [time, value] = asArray(item['value']);
  const at = asNumber(time);
  const text = asText(value);
  if (at === undefined || text === undefined) return [];
  return [{ labels: asTextMap(item['metric']), time: at, value: sampleValue(text) }];
}

/** As Prometheus writes numbers: `+Inf`, `-Inf`, `NaN` and decimal ones. */
function sampleValue(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
