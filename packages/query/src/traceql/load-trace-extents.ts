import { halfOfId, ok, type Result, type Tenant } from '@bongsu/model';
import { RowBinaryReader, type QueryFailure, type SqlRunner, type TraceExtents } from '../lang/index.js';
import { call, col, infix, lit, param, TRACES } from '../sql/index.js';

/** Rows between which other work gets its turn: 1 ms of them. */
const ROWS_AT_ONCE = 4096;

/**
 * Loads every stored trace, the days one after the other, and says so. Spans that come meanwhile must be told to `extents`.
 * After a failure it is not known what is stored.
 */
export async function loadTraceExtents(
  extents: TraceExtents,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<void, QueryFailure>> {
  const from = { kind: 'table', name: TRACES.name } as const;
  const days = await runner.rows({ columns: [{ expr: col('day') }], distinct: true, from }, signal);
  if (!days.ok) return days;
  for (const [day] of days.value) {
    if (extents.state === 'off') return ok(undefined);
    const answer = await runner.binary(
      {
        columns: [
          col('tenant'),
          col('trace_id'),
          ...['start', 'last_start'].map((name) => call('toUInt32', call('toUnixTimestamp', col(name)))),
          col('rare'),
          call('toUInt32', call('least', col('span_count'), lit(0xffff_ffff))),
        ].map((expr) => ({ expr })),
        from,
        where: infix(col('day'), '=', param('Date32', day as string)),
        // Of more than these not all would be known: a trace may have several rows until the engine merges them.
        limit: extents.most + 1,
      },
      signal,
    );
    if (!answer.ok) return answer;
    const reader = new RowBinaryReader(answer.value);
    let row = 0;
    while (!reader.done) {
      row++;
      const tenant = reader.text() as Tenant;
      const id = reader.bytes(16);
      extents.load(tenant, halfOfId(id, 8), halfOfId(id, 12), reader.u32(), reader.u32(), reader.u8(), reader.u32());
      if (row % ROWS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (row > extents.most) extents.giveUp();
  }
  // Does nothing where it is off.
  extents.loaded();
  return ok(undefined);
}
