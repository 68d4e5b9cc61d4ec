import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

/** Unix milliseconds. */
export interface TagRange {
  readonly start: number;
  readonly end: number;
  /** TraceQL: values of spans that match it alone. */
  readonly q?: string;
  /** Of values; 200 by default. */
  readonly limit?: number;
}

export interface TagScope {
  /** `span`, `resource`, `event`, `link`, `instrumentation` or `intrinsic`. */
  readonly name: string;
  readonly tags: readonly string[];
}

export interface TagValue {
  /** `string`, `int`, `duration`, `keyword`…: whether the value stands in quotes. */
  readonly type: string;
  readonly value: string;
}

/** GET api/v2/search/tags: attribute names by scope. */
export async function fetchTags(range: TagRange, signal?: AbortSignal): Promise<readonly TagScope[]> {
  return parseTags(await getJson({ path: '/api/v2/search/tags', params: seconds(range), signal }));
}

/** GET api/v2/search/tag/{tag}/values. @param tag as TraceQL writes it: `resource.service.name`, `name`, `.http.url`. */
export async function fetchTagValues(tag: string, range: TagRange, signal?: AbortSignal): Promise<readonly TagValue[]> {
  const path = `/api/v2/search/tag/${encodeURIComponent(tag)}/values`;
  return parseTagValues(
    await getJson({ path, params: { ...seconds(range), q: range.q, limit: range.limit ?? 200 }, signal }),
  );
}

const seconds = ({ start, end }: TagRange) => ({ start: Math.floor(start / 1_000), end: Math.ceil(end / 1_000) });

export function parseTags(body: unknown): readonly TagScope[] {
  return asArray(asRecord(body)['scopes']).flatMap((item) => {
    const scope = asRecord(item);
    const name = asText(scope['name']);
    return name === undefined ? [] : { name, tags: asArray(scope['tags']).flatMap((tag) => asText(tag) ?? []) };
  });
}

export function parseTagValues(body: unknown): readonly TagValue[] {
  return asArray(asRecord(body)['tagValues']).flatMap((item) => {
    const tag = asRecord(item);
    const value = asText(tag['value']);
    return value === undefined ? [] : { type: asText(tag['type']) ?? 'string', value };
  });
}
