import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';
import { lokiScope, type LabelScope } from './loki-labels.js';

/** What many lines look like; `<_>` stands for what differs. */
export interface LogPattern {
  readonly pattern: string;
  readonly level: string;
  /** Unix seconds, and lines from then to the next. */
  readonly samples: readonly (readonly [number, number])[];
  readonly total: number;
}

/** GET loki/api/v1/patterns, most lines first. @param step seconds. */
export async function fetchPatterns(
  scope: LabelScope,
  step: number,
  signal?: AbortSignal,
): Promise<readonly LogPattern[]> {
  return parsePatterns(await getJson({ path: '/loki/api/v1/patterns', params: { ...lokiScope(scope), step }, signal }));
}

export function parsePatterns(body: unknown): readonly LogPattern[] {
  const found = asArray(asRecord(body)['data']).flatMap((item) => {
    const one = asRecord(item);
    const pattern = asText(one['pattern']);
    if (pattern === undefined) return [];
    const samples = asArray(one['samples']).flatMap((sample): readonly (readonly [number, number])[] => {
      const [time, count] = asArray(sample).map(asNumber);
      return time === undefined || count === undefined ? [] : [[time, count]];
    });
    const total = samples.reduce((sum, [, count]) => sum + count, 0);
    return [{ pattern, level: asText(one['level']) ?? '', samples, total }];
  });
  return found.sort((a, b) => b.total - a.total);
}
