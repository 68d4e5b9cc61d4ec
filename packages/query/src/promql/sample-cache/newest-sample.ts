import { millis, ok, type Millis, type Result } from '@bongsu/model';
import { RowBinaryReader, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { call, col, SAMPLES } from '../../sql/index.js';

/** The time of the newest stored sample of any tenant; undefined where there is none. */
export async function newestSample(runner: SqlRunner): Promise<Result<Millis | undefined, QueryFailure>> {
  const answer = await runner.binary({
    columns: [{ expr: call('count') }, { expr: call('toUnixTimestamp64Milli', call('max', col('ts'))) }],
    from: { kind: 'table', name: SAMPLES.name },
  });
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  const isEmpty = reader.u64() === 0n;
  const newest = reader.i64AsNumber();
  return ok(isEmpty ? undefined : millis(newest));
}
