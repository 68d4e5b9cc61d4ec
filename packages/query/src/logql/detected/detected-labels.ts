import { ok, type Result } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { matchingStreams } from '../exec/stream-set.js';
import { matchesOf, type LabelsRequest } from '../labels.js';

export interface DetectedLabel {
  readonly label: string;
  /** Different values. */
  readonly cardinality: number;
}

/** Kept whatever their values are. */
const ALWAYS: ReadonlySet<string> = new Set(['cluster', 'namespace', 'instance', 'pod']);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Labels that tell streams apart by more than ids, sorted by name (pkg/querier, `DetectedLabels` of Loki). */
export async function detectedLabels(
  request: LabelsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly DetectedLabel[], LogqlError>> {
  const labels = matchesOf(request.matchers ?? '');
  if (!labels.ok) return labels;
  const streams = await matchingStreams(request, labels.value, runner, undefined, signal);
  if (!streams.ok) return streams;
  const values = new Map<string, Set<string>>();
  for (const stream of streams.value) {
    for (const [name, value] of Object.entries(stream.labels)) {
      if (/^__.*__$/.test(name)) continue;
      let found = values.get(name);
      if (found === undefined) values.set(name, (found = new Set()));
      found.add(value);
    }
  }
  const telling = [...values].filter(([name, found]) => ALWAYS.has(name) || ![...found].every(isId));
  return ok(
    telling.map(([label, found]) => ({ label, cardinality: found.size })).sort((a, b) => (a.label < b.label ? -1 : 1)),
  );
}

/** Numbers and UUIDs; 0 and 1 say yes and no. */
const isId = (value: string): boolean => (NUMBER.test(value) && value !== '0' && value !== '1') || UUID.test(value);
