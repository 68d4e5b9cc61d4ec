import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { searchTraces } from '../search.js';
import { after, storeSpans, T0 } from '../testkit/span-data.js';
import { traceById } from '../trace-by-id.js';
import { readSummaries } from './trace-summary.js';

/** Ids whose bytes are digits, which JSON can hold. */
const NEW = '31'.repeat(16);
const OLD = '32'.repeat(16);
const shop = { service: 'shop' };
const EVENT = { ts: after(0), name: 'retry', attributes: [], droppedAttributes: 0 };

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  await storeSpans(
    engine,
    [NEW, OLD].flatMap((trace) => [
      { trace, span: '1', start: after(0), resource: shop, traceState: '' },
      { trace, span: '2', parent: '1', start: after(1), status: 2, resource: { service: 'pay' }, events: [EVENT] },
    ]),
  );
  // As a version without services and rare parts has summed up one more span.
  await engine.insertJson('traces', [
    { tenant: 'default', trace_id: '2'.repeat(16), day: '2026-01-02', start: '2026-01-02 03:04:02', span_count: 1 },
  ]);
});
afterAll(() => engine.close());

const services = { pay: { spanCount: 1, errorCount: 1 }, shop: { spanCount: 1, errorCount: 0 } };

it('knows the services of a trace that one version has summed up', async () => {
  const summaries = await readSummaries(DEFAULT_TENANT, [NEW, OLD], undefined, engine.runner);
  if (!summaries.ok) throw new Error(summaries.error.message);
  expect(new Map(summaries.value.map((s) => [s.traceId, s.services]))).toEqual(
    new Map([
      [NEW, services],
      [OLD, undefined],
    ]),
  );
});

it.each(['{ }', '{ name = "op" } | count() > 1'])(
  'shows services and spans whatever is known of them: %s',
  async (q) => {
    const request = { q, tags: undefined, start: T0, end: nanos(T0 + 60_000_000_000n), limit: 5, spansPerSpanSet: 3 };
    const found = await searchTraces({ ...request, tenant: DEFAULT_TENANT }, engine.runner);
    if (!found.ok) throw new Error(found.error.message);
    expect(found.value.traces.map((t) => [t.traceID, t.serviceStats, t.spanSet.matched])).toEqual([
      [NEW, services, 2],
      [OLD, services, 2],
    ]);
  },
);

it.each([NEW, OLD])('reads the rare parts of %s', async (traceId) => {
  const found = await traceById({ tenant: DEFAULT_TENANT, traceId, maxSpans: 10 }, engine.runner);
  const spans = found.ok ? found.value?.trace.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)) : [];
  expect(spans?.map((s) => [s.traceState, s.events.length])).toEqual([
    ['', 0],
    ['k=v', 1],
  ]);
});
