import { DEFAULT_TENANT, nanos, type Span } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { after, storeSpans, typed, type TestResource } from './testkit/span-data.js';
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
