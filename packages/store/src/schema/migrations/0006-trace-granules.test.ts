import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '@bongsu/model';
import type { Engine } from '../../engine/engine.js';
import { must, openTemporary, rowsOf } from '../../engine/temporary-store.testkit.js';
import { migrate } from '../migrate.js';
import { TRACE_GRANULES } from './0006-trace-granules.js';
import { MIGRATIONS } from './migrations.js';

let engine: Engine;
let closeStore: () => Promise<void>;
const clock = systemClock();

beforeAll(async () => {
  const store = await openTemporary({ bare: true });
  engine = store.engine;
  closeStore = store.close;
});
afterAll(() => closeStore());

const insert = async (trace: string, service: string): Promise<void> => {
  const row = `SELECT unhex('${trace.padStart(32, '0')}'), '2026-01-0${trace} 00:00:00', '${service}'`;
  must(await engine.command(`INSERT INTO spans (trace_id, start, service) ${row}`));
};
const summaries = (): Promise<unknown[][]> =>
  rowsOf(
    engine,
    'SELECT hex(trace_id), sum(span_count), sumMap(service_spans) FROM traces GROUP BY trace_id ORDER BY 1',
  );

it('keeps every summary, wherever an earlier run was cut off, and takes in new ones', async () => {
  must(await migrate({ engine, clock, migrations: MIGRATIONS.slice(0, 5) }));
  await insert('1', 'shop');
  await insert('1', 'cart');
  await insert('2', 'shop');
  const expected = await summaries();
  expect(expected).toHaveLength(2);
  for (let done = 0; done <= TRACE_GRANULES.statements.length; done++) {
    for (const sql of TRACE_GRANULES.statements.slice(0, done)) must(await engine.command(sql));
    // What stands there after a crash; the next run makes it good.
    for (const sql of TRACE_GRANULES.statements) must(await engine.command(sql));
    expect(await summaries()).toEqual(expected);
  }
  must(await migrate({ engine, clock }));
  expect(await summaries()).toEqual(expected);
  await insert('2', 'cart');
  expect((await summaries())[1]).toEqual([expect.stringMatching(/2$/), '2', { cart: '1', shop: '1' }]);
  const [[settings]] = (await rowsOf(
    engine,
    "SELECT engine_full FROM system.tables WHERE database = 'bongsu' AND name = 'traces'",
  )) as [[string]];
  expect(settings).toContain('index_granularity = 128,');
});
