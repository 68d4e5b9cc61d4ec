import { DEFAULT_TENANT, nanos, type Span } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { after, storeSpans, typed, type TestResource, type TestSpan } from './testkit/span-data.js';
import { normalTraceId, traceById, type FoundWholeTrace, type TraceRequest } from './trace-by-id.js';

const SHOP: TestResource = {
  service: 'shop',
  attributes: { replicas: 'i:3' },
  scopeName: 'http',
  scopeAttributes: { a: 'b:true' },
};
const SHOP_DB: TestResource = { ...SHOP, scopeName: 'db' };
const PAY: TestResource = { service: '결제' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const DAY = 86_400;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const attributes = { z: 's:끝', 10: 'i:10', 2: 'd:0.5', 'a"\\\0': 's:"\\\0', dup: 'b:false' };
  await storeSpans(engine, [
    {
      trace: TRACE,
      span: '1',
      start: after(0),
      duration: 5n,
      name: '주문 생성',
      kind: 2,
      status: 2,
      statusMessage: 'why',
      resource: SHOP,
      attributes,
      events: [
        {
          ts: after(1),
          name: 'exception',
          attributes: typed({ 'exception.message': 's:한', 7: 'i:7' }),
          droppedAttributes: 6,
        },
        { ts: after(2), name: '', attributes: [], droppedAttributes: 0 },
      ],
      links: [
        {
          traceId: 'ab'.repeat(16),
          spanId: 'cd'.repeat(8),
          traceState: 'x=y',
          flags: 1,
          attributes: typed({ l: 's:1' }),
          droppedAttributes: 8,
        },
      ],
    },
    { trace: TRACE, span: '3', parent: '1', start: after(0.002), resource: PAY },
    { trace: TRACE, span: '4', parent: '1', start: after(0.001), resource: SHOP_DB },
    { trace: TRACE, span: '2', parent: '1', start: after(0.002), resource: SHOP },
    // A day later, sent with another insert.
    { trace: 'abc', span: '1', start: after(0), resource: SHOP },
    { trace: TRACE, span: '9', start: after(0), resource: SHOP, tenant: 'other' },
  ]);
  // 1 ( 2 ( 3 ( 4 ) ), 5 ), an orphan, and a server with the id of its client.
  await storeSpans(
    engine,
    [
      { span: '1', name: 'root' },
      { span: '2', parent: '1', name: 'a', attributes: { n: 'i:1' } },
      { span: '3', parent: '2', name: 'b', status: 2, attributes: { n: 'i:2' } },
      { span: '4', parent: '3', name: 'c', resource: PAY },
      { span: '5', parent: '1', name: 'd', attributes: { n: 'i:2' } },
      { span: '6', parent: 'ee', name: 'orphan' },
      { span: '7', parent: '5', name: 'client', kind: 3 },
      { span: '7', parent: '5', name: 'server', kind: 2 },
    ].map((span, i): TestSpan => ({ trace: 'f1', start: after(i / 1000), resource: SHOP, ...span })),
  );
  await storeSpans(engine, [
    { trace: 'abc', span: '2', parent: '1', start: after(DAY), duration: -7n, resource: SHOP },
  ]);
});
afterAll(() => engine.close());

async function trace(request: Partial<TraceRequest>): Promise<FoundWholeTrace | undefined> {
  const answer = await traceById({ tenant: DEFAULT_TENANT, traceId: TRACE, maxSpans: 100, ...request }, engine.runner);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

const spanIds = (found: FoundWholeTrace): string[] =>
  found.trace.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans.map((span) => span.spanId.slice(-1))));

it('reads every field back, by resource and scope', async () => {
  const found = (await trace({}))!;
  expect(found.truncated).toBe(false);
  const [shop, pay] = found.trace.resourceSpans;
  expect(found.trace.resourceSpans).toHaveLength(2);
  expect(shop).toMatchObject({
    attributes: [
      { key: 'service.name', value: 'shop', type: 's' },
      { key: 'replicas', value: '3', type: 'i' },
    ],
    droppedAttributes: 5,
    schemaUrl: 'https://schema',
  });
  expect(shop!.scopeSpans.map((s) => [s.name, s.version, s.attributes, s.spans.length])).toEqual([
    ['http', '1.0', [{ key: 'a', value: 'true', type: 'b' }], 2],
    ['db', '1.0', [{ key: 'a', value: 'true', type: 'b' }], 1],
  ]);
  expect(pay!.attributes).toEqual([{ key: 'service.name', value: '결제', type: 's' }]);
  const expected: Span = {
    traceId: TRACE,
    spanId: '0000000000000001',
    parentSpanId: '',
    traceState: 'k=v',
    flags: 1,
    name: '주문 생성',
    kind: 2,
    start: after(0),
    end: nanos(after(0) + 5n),
    // In the order they were sent in, whatever a JSON object would make of `10`.
    attributes: [
      { key: '2', value: '0.5', type: 'd' },
      { key: '10', value: '10', type: 'i' },
      { key: 'z', value: '끝', type: 's' },
      { key: 'a"\\\0', value: '"\\\0', type: 's' },
      { key: 'dup', value: 'false', type: 'b' },
    ],
    droppedAttributes: 2,
    events: [
      {
        ts: after(1),
        name: 'exception',
        attributes: [
          { key: '7', value: '7', type: 'i' },
          { key: 'exception.message', value: '한', type: 's' },
        ],
        droppedAttributes: 6,
      },
      { ts: after(2), name: '', attributes: [], droppedAttributes: 0 },
    ],
    droppedEvents: 3,
    links: [
      {
        traceId: 'ab'.repeat(16),
        spanId: 'cd'.repeat(8),
        traceState: 'x=y',
        flags: 1,
        attributes: [{ key: 'l', value: '1', type: 's' }],
        droppedAttributes: 8,
      },
    ],
    droppedLinks: 4,
    statusCode: 2,
    statusMessage: 'why',
  };
  expect(shop!.scopeSpans[0]!.spans[0]).toEqual(expected);
  expect(shop!.scopeSpans[0]!.spans[1]!.parentSpanId).toBe('0000000000000001');
});

it('keeps the first spans by start when there are too many', async () => {
  const found = (await trace({ maxSpans: 3 }))!;
  expect(found.truncated).toBe(true);
  expect(spanIds(found).sort()).toEqual(['1', '2', '4']);
  expect((await trace({ maxSpans: 4 }))!.truncated).toBe(false);
});

it('finds a trace over days by a short id in any case', async () => {
  const found = (await trace({ traceId: 'ABC' }))!;
  expect(spanIds(found)).toEqual(['1', '2']);
  const last = found.trace.resourceSpans[0]!.scopeSpans[0]!.spans[1]!;
  expect([last.start, last.end]).toEqual([after(DAY), nanos(after(DAY) - 7n)]);
});

it('looks where it is told to, to the day and one around it', async () => {
  expect(spanIds((await trace({ start: after(5), end: after(6) }))!)).toHaveLength(4);
  expect(await trace({ start: after(10 * DAY), end: after(11 * DAY) })).toBeUndefined();
});

it('does not know what is not there', async () => {
  expect(await trace({ traceId: 'def' })).toBeUndefined();
});

it.each([
  ['', 'trace IDs can only contain hex characters: it is empty'],
  ['xyz', "trace IDs can only contain hex characters: invalid character 'x' at position 1"],
  ['1한', "trace IDs can only contain hex characters: invalid character '한' at position 2"],
  ['1'.repeat(33), "trace IDs can't be larger than 128 bits"],
])('refuses the id %s', async (traceId, message) => {
  const answer = await traceById({ tenant: DEFAULT_TENANT, traceId, maxSpans: 1 }, engine.runner);
  expect(answer).toEqual({ ok: false, error: { kind: 'parse', message } });
});

it('normalises ids', () => {
  expect(normalTraceId('F')).toEqual({ ok: true, value: '0000000000000000000000000000000f' });
});

it.each<[q: string, ancestors: number, descendants: number, spans: string]>([
  ['{ name = "b" }', 0, 0, '3'],
  ['{ name = "b" }', 1, 0, '23'],
  ['{ name = "b" }', Infinity, 0, '123'],
  ['{ name = "b" }', 0, 1, '34'],
  ['{ name = "a" }', 0, 1, '23'],
  ['{ name = "a" }', 9, 9, '1234'],
  ['{ span.n = 2 }', 1, 0, '1235'],
  ['{ span.n > 0 }', 0, 1, '23457'],
  ['{ span.n = 1 || name = "d" }', Infinity, Infinity, '1234577'],
  ['{ kind = server }', 0, 0, '7'],
  ['{ resource.service.name = "결제" && span:parentID = "0000000000000003" }', 0, 0, '4'],
  ['{ name = "orphan" }', Infinity, Infinity, '6'],
  ['{ status = error && name = "a" }', Infinity, Infinity, ''],
])('%s with %d generations above and %d below', async (q, ancestors, descendants, spans) => {
  const found = await trace({ traceId: 'f1', filter: { q, ancestors, descendants } });
  expect(spanIds(found!).sort().join('')).toBe(spans);
  expect(found).toMatchObject({ filtered: true, truncated: false });
});

it.each(['', '{}', '{ true }', '{ name != "x" }', '{ duration >= 0s }'])('%s leaves nothing out', async (q) => {
  const found = await trace({ traceId: 'f1', filter: { q, ancestors: 0, descendants: 0 } });
  expect(spanIds(found!)).toHaveLength(8);
  expect(found!.filtered).toBe(false);
});

it('looks at the first spans of a trace alone', async () => {
  const found = await trace({
    traceId: 'f1',
    maxSpans: 4,
    filter: { q: '{ span.n = 2 }', ancestors: 0, descendants: 0 },
  });
  expect([spanIds(found!), found!.filtered, found!.truncated]).toEqual([['3'], true, true]);
});

it.each([
  '{ name = "a" } | count() > 1',
  '{ name = "a" } >> { name = "b" }',
  '{ name = "a" } && { name = "b" }',
  '{ } | rate()',
  '{ .a = }',
  '{ trace:duration > 1s }',
  '{ rootName = "x" }',
  '{ span:childCount = 0 }',
  '{ nestedSetLeft > 1 }',
  '{ name = 1 }',
])('refuses %s as a filter', async (q) => {
  const filter = { q, ancestors: 0, descendants: 0 };
  const answer = await traceById({ tenant: DEFAULT_TENANT, traceId: 'f1', maxSpans: 100, filter }, engine.runner);
  expect(answer).toMatchObject({ ok: false, error: { kind: 'parse' } });
});
