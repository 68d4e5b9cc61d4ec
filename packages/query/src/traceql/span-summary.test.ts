import { DEFAULT_TENANT } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { summarizeSpans, type SpanSummaryRequest } from './span-summary.js';
import { after, storeSpans, T0, type TestSpan } from './testkit/span-data.js';

const MS = 1_000_000n;
const SHOP = { service: 'shop' };
const PAY = { service: '결제', attributes: { zone: 's:a' } };

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const server = (i: number, more: Partial<TestSpan>): TestSpan => ({
    trace: String(i),
    span: '1',
    start: after(i),
    duration: 100n * MS,
    kind: 2,
    resource: SHOP,
    attributes: { code: 'i:200' },
    ...more,
  });
  await storeSpans(engine, [
    ...Array.from({ length: 8 }, (_, i) => server(i + 1, {})),
    server(9, { status: 2, duration: 900n * MS, attributes: { code: 'i:500' } }),
    server(10, { resource: PAY, attributes: {} }),
    server(10, { span: '2', parent: '1', kind: 3, resource: PAY }),
    server(11, { kind: 1 }),
    server(12, { tenant: 'other' }),
    server(9999, {}),
  ]);
});
afterAll(() => engine.close());

const summary = async (request: Partial<SpanSummaryRequest>) => {
  const asked = { tenant: DEFAULT_TENANT, q: '{}', start: T0, end: after(100), groupBy: ['.code'] };
  const found = await summarizeSpans({ ...asked, ...request }, engine.runner);
  if (!found.ok) return found.error.message;
  return found.value.map(({ labels, spans, errors }) => [
    ...labels.map(({ value }) => (value === undefined ? undefined : (Object.values(value) as unknown[])[0])),
    spans,
    errors,
  ]);
};

it.each(['auto', 'memory'] as const)(
  'counts spans of servers and errors by groups, most first (%s)',
  async (executor) => {
    expect(await summary({ executor })).toEqual([
      ['200', 8, 0],
      ['500', 1, 1],
      ['nil', 1, 0],
    ]);
    expect(await summary({ executor, groupBy: ['resource.service.name', '.code', 'resource.zone'] })).toEqual([
      ['shop', '200', undefined, 8, 0],
      ['shop', '500', undefined, 1, 1],
      ['결제', undefined, 'a', 1, 0],
    ]);
  },
);

it.each([
  ['{ status = error }', [['500', 1, 1]]],
  ['{ .code = 500 || (.code = 200 && duration > 1s) }', [['500', 1, 1]]],
  ['{ kind = server } >> { kind = client }', []],
  [
    '{ .code = 500 } || { resource.zone = "a" }',
    [
      ['500', 1, 1],
      ['nil', 1, 0],
    ],
  ],
  ['{ } | count() > 1', [['nil', 1, 0]]],
])('of the spans that %s selects', async (q, expected) => {
  expect(await summary({ q })).toEqual(expected);
  expect(await summary({ q, executor: 'memory' })).toEqual(expected);
});

it('has durations by quantile, in nanoseconds', async () => {
  const request = { tenant: DEFAULT_TENANT, q: '{}', start: T0, end: after(100), groupBy: ['resource.service.name'] };
  const found = await summarizeSpans(request, engine.runner);
  if (!found.ok) throw new Error(found.error.message);
  const [p50, p90, p95, p99] = found.value[0]!.durations;
  // Of buckets that double: 100 ms lies below 134 ms, 900 ms below 1.07 s.
  expect(p50).toBeGreaterThan(67e6);
  expect(p50).toBeLessThanOrEqual(135e6);
  expect(p90! <= p95! && p95! <= p99!).toBe(true);
  expect(p99).toBeGreaterThan(536e6);
  expect(p99).toBeLessThanOrEqual(1.08e9);
});

it.each([
  [{ q: '{' }, /parse error|unexpected/],
  [{ q: '{} | rate()' }, /metrics query/],
  [{ groupBy: ['a b'] }, /^invalid groupBy: "a b" is no field$/],
])('refuses %j', async (request, message) => {
  expect(await summary(request)).toMatch(message);
});
