import type { Nanos, Tenant } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { col, SPANS } from '../../sql/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { after, storeSpans, T0, type TestSpan } from '../testkit/span-data.js';
import { extentOf, ofTraces } from './of-traces.js';
import { hexId, readSummaries } from './trace-summary.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const tenant = 'default' as Tenant;
const DAY_S = 86_400;
const id = (trace: string): string => trace.padStart(32, '0');
const at = (trace: string, ...seconds: number[]): TestSpan[] =>
  seconds.map((s, i) => ({ trace, span: String(i + 1), start: after(s), resource: { service: 'shop' } }));

it.each([
  { name: 'within a bucket and over several', seconds: { a1: [0, 1], a2: [100, 1300, 2500] }, pairs: true },
  { name: 'on the bounds of buckets', seconds: { b1: [359.999, 360, 960], b2: [960] }, pairs: true },
  { name: 'over more buckets than are named', seconds: { c1: [0, 20 * DAY_S], c2: [5 * DAY_S] }, pairs: false },
])('finds the spans of the traces alone: $name', async ({ seconds, pairs }) => {
  await engine.clear();
  const others = at('ff', ...Object.values(seconds).flat());
  await storeSpans(engine, [...others, ...Object.entries(seconds).flatMap(([trace, times]) => at(trace, ...times))]);
  const summaries = await readSummaries(tenant, Object.keys(seconds).map(id), undefined, engine.runner);
  if (!summaries.ok) throw new Error(summaries.error.message);

  const found = async (start: Nanos, end: Nanos): Promise<readonly string[]> => {
    const rows = await engine.runner.rows({
      columns: [{ expr: hexId('trace_id') }],
      from: { kind: 'table', name: SPANS.name },
      where: ofTraces(summaries.value, { start, end }),
      orderBy: [{ expr: col('trace_id'), direction: 'ASC' }],
    });
    if (!rows.ok) throw new Error(rows.error.message);
    return rows.value.map(([trace]) => trace as string);
  };
  const expected = (last: number): string[] =>
    Object.entries(seconds).flatMap(([trace, times]) => times.filter((s) => s < last).map(() => id(trace)));
  const extent = extentOf(summaries.value);
  expect(await found(extent.start, extent.end)).toEqual(expected(Infinity));
  expect(engine.statements.at(-1)!.includes('arrayZip')).toBe(pairs);
  expect(await found(T0, after(960))).toEqual(expected(960));
});
