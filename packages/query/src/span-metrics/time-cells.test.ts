import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { millis, type Nanos } from '@bongsu/model';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { col, call } from '../sql/index.js';
import { storeSpans, T0 } from '../traceql/testkit/span-data.js';
import { timeCells } from './time-cells.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => engine.clear());

const t0 = Number(T0 / 1_000_000n);

it.each([
  ['one', [60_000], [1, 30_000, 60_000], [0, 0, 0]],
  ['even', [10_000, 20_000, 30_000], [1, 10_000, 10_001, 30_000], [0, 0, 1, 2]],
  ['of different widths', [10_000, 30_000, 35_000], [1, 10_001, 30_000, 30_001], [0, 1, 1, 2]],
  ['irregular', [1, 86_399_999, 86_400_000], [1, 2, 86_399_999, 86_400_000], [0, 1, 1, 2]],
])('cells: %s', async (_, times, starts, places) => {
  await storeSpans(
    engine,
    starts.map((ms, i) => ({
      trace: '1',
      span: (i + 1).toString(16),
      start: (T0 + BigInt(ms) * 1_000_000n) as Nanos,
      resource: { service: 'a' },
    })),
  );
  const cells = timeCells(
    millis(t0),
    Float64Array.from(times, (time) => t0 + time),
  );
  const rows = await engine.runner.rows({
    columns: [{ expr: cells.key }, { expr: call('toUnixTimestamp64Nano', col('start')) }],
    from: { kind: 'table', name: 'spans' },
    orderBy: [{ expr: col('start'), direction: 'ASC' }],
  });
  if (!rows.ok) throw new Error(rows.error.message);
  expect(rows.value.map(([key]) => cells.place(String(key)))).toEqual(places);
});
