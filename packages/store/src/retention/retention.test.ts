import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOfMillis, millis, MS_PER_DAY, systemClock } from '@bongsu/model';
import type { Engine } from '../engine/engine.js';
import { clockAt, must, openTemporary, rowsOf } from '../engine/temporary-store.testkit.js';
import { logBatch, metricBatch, seriesDef, spanBatch } from '../insert/batches.testkit.js';
import { createInserter } from '../insert/inserter.js';
import { createRetention, type RetentionOptions } from './retention.js';
import { dayOfPartition } from './usage.js';

const TODAY = Date.UTC(2026, 2, 10, 15);
const ago = (days: number): number => TODAY - days * MS_PER_DAY;
const clock = clockAt(TODAY);

let engine: Engine;
let closeStore: () => Promise<void>;

beforeAll(async () => {
  const store = await openTemporary();
  engine = store.engine;
  closeStore = store.close;
});
afterAll(() => closeStore());

beforeEach(async () => {
  for (const table of ['logs', 'log_streams', 'resources', 'spans', 'traces', 'metric_series', 'samples']) {
    must(await engine.command(`TRUNCATE TABLE ${table}`));
  }
  const sink = createInserter({ engine, clock: systemClock() });
  for (const days of [0, 1, 2, 5, 400]) {
    must(await sink.append(logBatch([{ ms: ago(days), body: `log ${days}` }])));
    must(await sink.append(spanBatch(new Uint8Array(16).fill(days + 1), ago(days), 2)));
    must(await sink.append(metricBatch([{ series: seriesDef('up'), ms: ago(days), value: 1 }])));
  }
  await sink.close();
});

const retention = (options: Partial<RetentionOptions>) =>
  createRetention({ engine, clock, days: { logs: 'off', traces: 'off', metrics: 'off' }, ...options });

const days = async (table: string, column: string): Promise<unknown[]> =>
  (
    await rowsOf(
      engine,
      `SELECT DISTINCT dateDiff('day', toDate(${column}), toDate('2026-03-10')) AS d FROM ${table} ORDER BY d`,
    )
  ).map((row) => Number(row[0]));

describe('retention', () => {
  it('keeps everything when it is off', async () => {
    expect(must(await retention({}).run())).toEqual([]);
    expect(await days('logs', 'ts')).toEqual([0, 1, 2, 5, 400]);
  });

  it('drops whole days older than each signal is kept, its side tables included', async () => {
    const dropped = must(await retention({ days: { logs: 2, traces: 'off', metrics: 0 } }).run());
    expect(await days('logs', 'ts')).toEqual([0, 1, 2]);
    expect(await days('log_streams', 'day')).toEqual([0, 1, 2]);
    expect(await days('spans', 'start')).toEqual([0, 1, 2, 5, 400]);
    expect(await days('traces', 'day')).toEqual([0, 1, 2, 5, 400]);
    expect(await days('samples', 'ts')).toEqual([0]);
    expect(await days('metric_series', 'day')).toEqual([0]);
    // Spans, kept for ever, refer to them too.
    expect(await days('resources', 'day')).toEqual([0, 1, 2, 5, 400]);
    expect(dropped.every((d) => d.because === 'age')).toBe(true);
    expect(dropped.filter((d) => d.table === 'logs').map((d) => d.partition)).toEqual(['20250203', '20260305']);
    expect(must(await retention({ days: { logs: 2, traces: 'off', metrics: 0 } }).run())).toEqual([]);
  });

  it('drops the oldest day of all signals until the budget holds, never today', async () => {
    const before = must(await retention({}).usage());
    const oldest = before.partitions.filter((p) => p.partition === '20250203').reduce((sum, p) => sum + p.bytes, 0);
    const dropped = must(await retention({ diskBudgetBytes: before.bytes - oldest }).run());
    expect(new Set(dropped.map((d) => d.partition))).toEqual(new Set(['20250203']));
    expect(dropped.every((d) => d.because === 'disk budget')).toBe(true);
    for (const [table, column] of [
      ['logs', 'ts'],
      ['spans', 'start'],
      ['samples', 'ts'],
    ] as const) {
      expect(await days(table, column)).toEqual([0, 1, 2, 5]);
    }
    must(await retention({ diskBudgetBytes: 1 }).run());
    expect(await days('logs', 'ts')).toEqual([0]);
    expect(await days('samples', 'ts')).toEqual([0]);
  });

  it('reports rows and bytes per signal and day', async () => {
    const usage = must(await retention({}).usage());
    const today = dayOfMillis(millis(TODAY));
    const logs = usage.days.filter((d) => d.signal === 'logs');
    expect(logs.map((d) => today - d.day)).toEqual([400, 5, 2, 1, 0]);
    // One line, one stream.
    expect(logs.map((d) => d.rows)).toEqual([2, 2, 2, 2, 2]);
    expect(usage.days.every((d) => d.bytes > 0)).toBe(true);
    expect(usage.bytes).toBeGreaterThan(usage.partitions.reduce((sum, p) => sum + p.bytes, 0) - 1);
  });
});

describe('dayOfPartition', () => {
  it.each([
    ['19700101', 0],
    ['20260310', 20522],
    ['all', undefined],
    ['202603', undefined],
  ])('%s', (partition, day) => {
    expect(dayOfPartition(partition)).toBe(day);
  });
});
