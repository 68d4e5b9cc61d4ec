import { ok, type Result } from '@bongsu/model';
import { rememberedRows, type QueryFailure, type ResourceScope, type SqlRunner } from '../../lang/index.js';
import { compileResourceNames } from '../compile/resource-names.js';

/** Whether any resource could give one of the labels as metadata: there are few, and mostly none does. */
export async function anyResourceHas(
  scope: ResourceScope,
  names: readonly string[],
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<boolean, QueryFailure>> {
  const rows = await rememberedRows(compileResourceNames(scope, names), runner.resourceAnswers, runner, signal);
  return rows.ok ? ok(rows.value.length > 0) : rows;
}
