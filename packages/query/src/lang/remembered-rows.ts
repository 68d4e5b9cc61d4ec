import type { Result } from '@bongsu/model';
import { print } from '../sql/print.js';
import type { Select } from '../sql/nodes.js';
import type { SeriesCache } from './series-cache.js';
import type { QueryFailure, SqlRunner } from './sql-runner.js';

/** The rows of a select; from `cache`, where there is one, as long as nothing that it reads was added. */
export function rememberedRows(
  select: Select,
  cache: SeriesCache | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<readonly (readonly unknown[])[], QueryFailure>> {
  const read = () => runner.rows(select, signal);
  if (cache === undefined) return read();
  const { sql, params } = print(select);
  return cache.ask(JSON.stringify([sql, params.map(({ value }) => value)]), read);
}
