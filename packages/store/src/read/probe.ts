import { randomUUID } from 'node:crypto';
import { durationMs, err, ok, RowWriter, type Clock, type Result, type RowLayout } from '@bongsu/model';
import { col, infix, param, print } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { PROBES } from '../schema/internal-tables.js';

const PROBE_ROW: RowLayout = [
  ['prober', 'String'],
  ['token', 'String'],
  ['at', 'DateTime64(3)'],
];

const LIMITS = { time: durationMs(5000), memoryBytes: 64 * 1024 * 1024 };

/**
 * Writes a row and reads it back: the proof that the store takes and gives data. `prober` names the caller, whose
 * older rows are replaced. A row that cannot be read back is an `unavailable` error.
 */
export async function writeProbe(engine: Engine, clock: Clock, prober = 'readyz'): Promise<Result<void, EngineError>> {
  const token = randomUUID();
  const row = new RowWriter(128);
  row.text(prober);
  row.text(token);
  row.i64(clock.now());
  const written = await engine.insert({ table: PROBES, layout: PROBE_ROW, chunks: [row.take()], rows: 1 });
  if (!written.ok) return written;
  const read = await engine.query(
    print({
      columns: [{ expr: col('token') }],
      from: { kind: 'table', name: PROBES },
      where: infix(
        infix(col('prober'), '=', param('String', prober)),
        'AND',
        infix(col('token'), '=', param('String', token)),
      ),
    }),
    'JSONCompactEachRow',
    { limits: LIMITS },
  );
  if (!read.ok) return err(read.error);
  if (Buffer.from(read.value).toString('utf8').includes(token)) return ok(undefined);
  return err({ kind: 'unavailable', message: 'the store did not give back the probe row it had taken' });
}
