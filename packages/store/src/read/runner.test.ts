import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durationMs } from '@bongsu/model';
import { call, col, lit, param, type Select } from '@bongsu/query/sql';
import type { Engine } from '../engine/engine.js';
import { clockAt, must, openTemporary, rowsOf } from '../engine/temporary-store.testkit.js';
import { writeProbe } from './probe.js';
import { RowBinaryReader } from './row-binary.js';
import { createSqlRunner } from './runner.js';

let engine: Engine;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  const store = await openTemporary();
  engine = store.engine;
  closeStore = store.close;
});
afterAll(() => closeStore());

const LIMITS = { time: durationMs(10_000), memoryBytes: 500_000_000 };

const select = (...columns: Select['columns'][number]['expr'][]): Select => ({
  columns: columns.map((expr) => ({ expr })),
});

describe('createSqlRunner', () => {
  it('gives rows as arrays', async () => {
    const runner = createSqlRunner(engine, LIMITS);
    const texts = ['plain', ']\n[', '"\\', '한글'];
    const rows = must(
      await runner.rows({
        columns: [{ expr: col('t') }, { expr: call('toUInt64', lit(7)) }, { expr: param('Float64', NaN) }],
        from: {
          kind: 'select',
          select: { columns: [{ expr: call('arrayJoin', param('Array(String)', texts)), as: 't' }] },
        },
      }),
    );
    expect(rows).toEqual(texts.map((text) => [text, '7', 'nan']));
    expect(must(await runner.rows({ ...select(lit(1)), limit: 0 }))).toEqual([]);
  });

  it('gives binary rows', async () => {
    const runner = createSqlRunner(engine, LIMITS);
    const reader = new RowBinaryReader(
      must(await runner.binary(select(param('UInt64', 2n ** 63n), param('String', 'é')))),
    );
    expect([reader.u64big(), reader.text(), reader.done]).toEqual([2n ** 63n, 'é', true]);
  });

  it('says why there is no answer', async () => {
    // 300 M hashes: seconds of work in small blocks.
    const range = (as: string, from?: Select): Select => ({
      columns: [{ expr: call('arrayJoin', call('range', lit(50))), as }],
      ...(from === undefined ? {} : { from: { kind: 'select', select: from } as const }),
    });
    const slow: Select = {
      columns: [{ expr: call('sum', call('sipHash64', col('x'))) }],
      from: { kind: 'select', select: range('x', range('b', range('c', range('d', range('e'))))) },
    };
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    expect(await createSqlRunner(engine, LIMITS).rows(slow, abort.signal)).toMatchObject({
      ok: false,
      error: { kind: 'cancelled' },
    });
    const hungry = select(call('length', call('range', lit(100_000_000))), call('range', lit(100_000_000)));
    expect(await createSqlRunner(engine, { ...LIMITS, memoryBytes: 10_000_000 }).rows(hungry)).toMatchObject({
      ok: false,
      error: { kind: 'memory' },
    });
    expect(await createSqlRunner(engine, LIMITS).rows(select(col('nothing')))).toMatchObject({
      ok: false,
      error: { kind: 'internal' },
    });
  });
});

describe('writeProbe', () => {
  it('reads back what it has written, in a table that stays small', async () => {
    const clock = clockAt(Date.now());
    for (let i = 0; i < 5; i++) {
      clock.set(clock.now() + 1000);
      must(await writeProbe(engine, clock));
    }
    must(await engine.command('OPTIMIZE TABLE probes FINAL'));
    expect(await rowsOf(engine, 'SELECT count() FROM probes')).toEqual([['1']]);
  });

  it('says so when the store does not take it', async () => {
    must(await engine.command('RENAME TABLE probes TO probes_away'));
    expect((await writeProbe(engine, clockAt(0))).ok).toBe(false);
    must(await engine.command('RENAME TABLE probes_away TO probes'));
  });
});
