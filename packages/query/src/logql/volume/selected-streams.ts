import type { Nanos, Result, Tenant } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { StreamSet } from '../exec/stream-set.js';
import { matchesOf } from '../labels.js';

export interface VolumeScope {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** A selector; '' and `{}` take every stream. */
  readonly matchers: string;
}

/** The streams of a selector; `withLabels` are labels they must have besides. */
export async function selectedStreams(
  scope: VolumeScope,
  withLabels: readonly string[],
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<StreamSet, LogqlError>> {
  const matches = matchesOf(scope.matchers);
  if (!matches.ok) return matches;
  const present = withLabels.map((name) => ({
    node: 'label-match' as const,
    matcher: { name, op: '!=' as const, value: '' },
    placement: 'clickhouse' as const,
    why: 'equality of text',
  }));
  return StreamSet.resolve(scope, [...matches.value, ...present], runner, signal);
}
