import { nanos, type Tenant, type Trace } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { searchTraces } from './search.js';
import { storeSpans, T0, type TestSpan } from './testkit/span-data.js';
import { traceById } from './trace-by-id.js';

const SPANS = 100_000;
const tenant = 'huge' as Tenant;
const hex = (n: number): string => n.toString(16).padStart(16, '0');

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  // Half of the spans are a chain as deep as it is long; each of them has one more child.
  const spans = Array.from({ length: SPANS }, (_, i): TestSpan => ({
    tenant,
    trace: 'abc',
    span: hex(i + 1),
    ...(i === 0 ? {} : { parent: hex(i % 2 === 0 ? i - 1 : i) }),
    start: nanos(T0 + BigInt(i)),
    name: i % 2 === 0 ? 'chain' : 'leaf',
    resource: { service: 'deep' },
    attributes: { n: `i:${i}` },
  }));
  await storeSpans(engine, spans);
}, 300_000);
afterAll(() => engine.close());

async function search(q: string, maxTraceSpans?: number) {
  const answer = await searchTraces(
    {
      tenant,
      q,
      tags: undefined,
      start: T0,
      end: nanos(T0 + 1_000_000_000n),
      limit: 5,
      spansPerSpanSet: 1,
      ...(maxTraceSpans === undefined ? {} : { maxTraceSpans }),
    },
    engine.runner,
  );
  if (!answer.ok) throw new Error(answer.error.message);
  const { traces, cutTraces } = answer.value;
  return { matched: traces.flatMap((t) => t.spanSets.map((set) => set.matched)), cut: cutTraces.length };
}

it.each([
  ['{ span.n = 0 } >> { name = "leaf" }', [SPANS / 2]],
  ['{ span.n = 99999 } << { name = "chain" }', [SPANS / 2]],
  ['{ name = "chain" } > { name = "leaf" }', [SPANS / 2]],
  ['{ nestedSetLeft = 1 && nestedSetRight = 200000 }', [1]],
  ['{ true } | by(span.n % 2) | count() > 1', [SPANS / 2, SPANS / 2]],
])(
  'a trace of 100,000 spans: %s',
  async (q, matched) => {
    expect(await search(q)).toEqual({ matched, cut: 0 });
  },
  300_000,
);

it('says when a trace was looked at in part', async () => {
  expect(await search('{ span.n = 0 } >> { true }', 1000)).toEqual({ matched: [999], cut: 1 });
});

const spanIds = ({ resourceSpans }: Trace): string[] =>
  resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans.map((span) => span.spanId)));

it.each([
  ['whole', SPANS, false],
  ['cut', 40_000, true],
])('is read in pieces, %s', async (_, maxSpans, truncated) => {
  const found = await traceById({ tenant, traceId: 'abc', maxSpans }, engine.runner);
  if (!found.ok || !found.value?.more) throw new Error('not in pieces');
  const pieces = [spanIds(found.value.trace)];
  for await (const piece of found.value.more) {
    if (!piece.ok) throw new Error(piece.error.message);
    pieces.push(spanIds(piece.value));
  }
  expect(found.value.truncated).toBe(truncated);
  expect(Math.max(...pieces.map((ids) => ids.length))).toBeLessThanOrEqual(512);
  expect(pieces.flat()).toEqual(Array.from({ length: maxSpans }, (_, i) => hex(i + 1)));
});
