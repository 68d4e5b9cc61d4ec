import { nanos, RowWriter } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { col, LOGS, type Expr } from '../sql/index.js';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { daysWithin, within, withinBuckets } from './time-bounds.js';

const SECOND = 1_000_000_000n;
/** Around bucket limits, the epoch, and the end of what 32 bits of seconds hold (2106). */
const TIMES = [
  -1n,
  0n,
  1n,
  300n * SECOND - 1n,
  300n * SECOND,
  1_767_323_040n * SECOND,
  2n ** 32n * SECOND - 1n,
  2n ** 32n * SECOND,
  7_258_118_400n * SECOND,
];

const STORED = TIMES.filter((t) => t >= 0n);

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const rows = new RowWriter();
  for (const t of STORED) {
    rows.text('t');
    rows.i64big(t);
    rows.text(String(t));
  }
  const layout = [
    ['tenant', 'String'],
    ['ts', 'DateTime64(9)'],
    ['body', 'String'],
  ] as const;
  await engine.insertBinary('logs', layout, rows.take());
});
afterAll(() => engine.close());

async function bodies(where: Expr): Promise<bigint[]> {
  const answer = await engine.runner.rows({
    columns: [{ expr: col('body') }],
    from: { kind: 'table', name: 'logs' },
    where,
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.map((row) => BigInt(row[0] as string)).sort((a, b) => (a < b ? -1 : 1));
}

it('takes exactly [start, end), by buckets or not', async () => {
  const bounds = [...TIMES, -(2n ** 70n), 2n ** 70n];
  for (const start of bounds) {
    for (const end of bounds) {
      const expected = STORED.filter((t) => t >= start && t < end);
      expect(await bodies(within('ts', nanos(start), nanos(end)))).toEqual(expected);
      expect(await bodies(withinBuckets(LOGS, 'ts', nanos(start), nanos(end)))).toEqual(expected);
    }
  }
});

it('takes the days that overlap a range', async () => {
  const days = ['1970-01-01', '1970-01-02', '2026-01-02', '2200-01-01'];
  await engine.insertJson(
    'log_streams',
    days.map((day) => ({ tenant: 't', day, service: day })),
  );
  const found = async (start: bigint, end: bigint): Promise<unknown[]> => {
    const where = daysWithin('day', nanos(start), nanos(end));
    const answer = await engine.runner.rows({
      columns: [{ expr: col('service') }],
      from: { kind: 'table', name: 'log_streams' },
      where,
    });
    return answer.ok ? answer.value.map((row) => row[0]).sort() : [answer.error];
  };
  const day = 86_400n * SECOND;
  expect(await found(0n, day)).toEqual(['1970-01-01']);
  expect(await found(0n, day + 1n)).toEqual(['1970-01-01', '1970-01-02']);
  expect(await found(day - 1n, day)).toEqual(['1970-01-01']);
  expect(await found(-1n, 0n)).toEqual([]);
  expect(await found(-(2n ** 80n), 2n ** 80n)).toEqual(days);
});
