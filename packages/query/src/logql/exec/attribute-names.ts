import { ok, type Result } from '@bongsu/model';
import type { QueryFailure, Window } from '../../lang/index.js';
import { compileAttributeNames } from '../compile/attribute-names.js';
import type { StreamSet } from './stream-set.js';

/** Whether any attribute of a line of the streams within the window could give one of the labels as metadata. */
export async function anyAttributeGives(
  { scope, choice, runner }: StreamSet,
  { start, end }: Window,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Result<boolean, QueryFailure>> {
  const rows = await runner.rows(compileAttributeNames({ tenant: scope.tenant, start, end }, choice, names), signal);
  return rows.ok ? ok(rows.value.length > 0) : rows;
}
