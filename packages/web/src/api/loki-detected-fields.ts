import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';
import { lokiScope, type LabelScope } from './loki-labels.js';

/** A field that a sample of the lines of a query has: structured metadata, or what a parser would read. */
export interface DetectedField {
  readonly name: string;
  readonly type: string;
  /** Distinct values in the sample. */
  readonly cardinality: number;
  /** `json`, `logfmt`: what reads it from the line; none for structured metadata. */
  readonly parsers: readonly string[];
}

/** GET loki/api/v1/detected_fields. @param scope `query` is a log query here, stages included. */
export async function fetchDetectedFields(scope: LabelScope, signal?: AbortSignal): Promise<readonly DetectedField[]> {
  return parseDetectedFields(
    await getJson({ path: '/loki/api/v1/detected_fields', params: { ...lokiScope(scope), line_limit: 1000 }, signal }),
  );
}

/** GET loki/api/v1/detected_field/{name}/values. @param scope `query` is a log query here, stages included. */
export async function fetchDetectedFieldValues(
  name: string,
  scope: LabelScope,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const path = `/loki/api/v1/detected_field/${encodeURIComponent(name)}/values`;
  const body = await getJson({ path, params: { ...lokiScope(scope), line_limit: 1000 }, signal });
  return asArray(asRecord(body)['values']).flatMap((value) => asText(value) ?? []);
}

export function parseDetectedFields(body: unknown): readonly DetectedField[] {
  return asArray(asRecord(body)['fields']).flatMap((item) => {
    const field = asRecord(item);
    const name = asText(field['label']);
    if (name === undefined) return [];
    return {
      name,
      type: asText(field['type']) ?? 'string',
      cardinality: asNumber(field['cardinality']) ?? 0,
      parsers: asArray(field['parsers']).flatMap((parser) => asText(parser) ?? []),
    };
  });
}
