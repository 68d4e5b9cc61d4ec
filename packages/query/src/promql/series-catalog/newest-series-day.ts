import { epochDay, ok, type EpochDay, type Result } from '@bongsu/model';
import { RowBinaryReader, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { call, col, METRIC_SERIES } from '../../sql/index.js';

/** The last day that any series has samples on; undefined where there is none. */
export async function newestSeriesDay(runner: SqlRunner): Promise<Result<EpochDay | undefined, QueryFailure>> {
  const answer = await runner.binary({
    columns: [{ expr: call('count') }, { expr: call('toInt32', call('max', col('day'))) }],
    from: { kind: 'table', name: METRIC_SERIES.name },
  });
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  const isEmpty = reader.u64() === 0n;
  const day = reader.u32() | 0;
  return ok(isEmpty ? undefined : epochDay(day));
}
