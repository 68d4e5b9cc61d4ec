import { nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { allOf, type QueryFailure } from '../../lang/index.js';
import { call, col, LOGS, param, type Expr } from '../../sql/index.js';
import { scopeConditions } from '../compile/line-scope.js';
import type { StreamSet } from '../exec/stream-set.js';

/** Lines of a stream in a bucket of time. */
export interface StreamVolume {
  readonly fingerprint: string;
  /** Its first moment, a multiple of the step; 0 where there are no buckets. */
  readonly bucket: Nanos;
  readonly lines: number;
  /** Of the lines' text. */
  readonly bytes: number;
}

/** How much there is per stream, and per `step` nanoseconds if given. */
export async function streamVolumes(
  streams: StreamSet,
  step: bigint | undefined,
  signal?: AbortSignal,
): Promise<Result<readonly StreamVolume[], QueryFailure>> {
  if (streams.isEmpty) return ok([]);
  const rows = await streams.runner.rows(
    {
      columns: [
        { expr: col('stream') },
        { expr: bucketOf(step), as: 'bucket' },
        { expr: call('count') },
        { expr: call('sum', call('length', col('body'))) },
      ],
      from: { kind: 'table', name: LOGS.name },
      where: allOf(scopeConditions({ ...streams.scope, streams: streams.choice }))!,
      groupBy: [col('stream'), col('bucket')],
    },
    signal,
  );
  if (!rows.ok) return rows;
  const volumes = (rows.value as [string, string, string, string][]).map(([fingerprint, bucket, lines, bytes]) => ({
    fingerprint,
    bucket: nanos(BigInt(bucket) * (step ?? 1n)),
    lines: Number(lines),
    bytes: Number(bytes),
  }));
  const { accepts } = streams;
  return ok(accepts ? volumes.filter(({ fingerprint }) => accepts(fingerprint)) : volumes);
}

function bucketOf(step: bigint | undefined): Expr {
  if (step === undefined) return call('toInt64', param('Int64', 0n));
  const time = call('toUnixTimestamp64Nano', col('ts'));
  // Rounds towards zero: no line lies before 1970.
  return call('intDiv', time, param('Int64', step));
}
