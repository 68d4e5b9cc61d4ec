import { DEFAULT_TENANT, nanos, type Tenant } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TraceExtents, type SqlRunner } from '../lang/index.js';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { loadTraceExtents } from './load-trace-extents.js';
import { after, storeSpans, type TestSpan } from './testkit/span-data.js';
import { traceById, type TraceRequest } from './trace-by-id.js';

const DAY = 86_400;
const OTHER = 'other' as Tenant;
const IDS = ['1', '2', '3', '4', 'f'.repeat(32), `${'a'.repeat(16)}${'0'.repeat(15)}1`];

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const spans = IDS.flatMap((trace, i): TestSpan[] => [
    { trace, span: '1', start: after(i * 300), resource: { service: 'shop' } },
    // Of other buckets and, for some, of another day.
    { trace, span: '2', parent: '1', start: after(i * 300 + 700), resource: { service: 'pay' }, traceState: '' },
    { trace, span: '3', parent: '1', start: after(i % 2 === 0 ? DAY : 5), resource: { service: 'shop' }, status: 2 },
  ]);
  await storeSpans(engine, spans);
  await storeSpans(engine, [
    { trace: '1', span: '9', start: after(2 * DAY), resource: { service: 'x' }, tenant: OTHER },
  ]);
});
afterAll(() => engine.close());

async function loaded(most: number): Promise<TraceExtents> {
  const extents = new TraceExtents(most, () => undefined);
  const done = await loadTraceExtents(extents, engine.runner);
  if (!done.ok) throw new Error(done.error.message);
  return extents;
}

async function asked(request: Partial<TraceRequest>, runner: SqlRunner) {
  const before = engine.statements.length;
  const answer = await traceById({ tenant: DEFAULT_TENANT, traceId: '1', maxSpans: 100, ...request }, runner);
  if (!answer.ok) throw new Error(answer.error.message);
  return {
    trace: answer.value,
    statements: engine.statements.slice(before).filter((text) => /spans|traces/.test(text)),
  };
}

it('finds the same with one statement less', async () => {
  const traceExtents = await loaded(100);
  // The last id ends as the first does, so that both are in one place; the other tenant's is in its own.
  expect(traceExtents.size).toBe(IDS.length);
  for (const traceId of IDS) {
    for (const tenant of [DEFAULT_TENANT, OTHER]) {
      const plain = await asked({ traceId, tenant }, engine.runner);
      const known = await asked({ traceId, tenant }, { ...engine.runner, traceExtents });
      expect(known.trace).toEqual(plain.trace);
      if (tenant === DEFAULT_TENANT) expect([plain.statements.length, known.statements.length]).toEqual([2, 1]);
    }
  }
});

it.each([
  ['has more spans than are shown', { maxSpans: 2 }],
  ['is not wholly within the times', { start: after(0), end: nanos(after(10)) }],
])('asks the engine for the extent of a trace that %s', async (_, request) => {
  const traceExtents = await loaded(100);
  const known = await asked(request, { ...engine.runner, traceExtents });
  expect(known.statements).toHaveLength(2);
  expect(known.trace).toEqual((await asked(request, engine.runner)).trace);
});

it('is off where more traces are stored than it may hold', async () => {
  expect((await loaded(IDS.length - 1)).state).toBe('off');
});

it('is off where rows that are not merged yet are more than it reads', async () => {
  const binary: SqlRunner['binary'] = async (select, signal) => {
    const answer = await engine.runner.binary(select, signal);
    return answer.ok ? { ok: true, value: Buffer.concat(new Array<Uint8Array>(20).fill(answer.value)) } : answer;
  };
  const extents = new TraceExtents(100, () => undefined);
  expect(await loadTraceExtents(extents, { ...engine.runner, binary })).toEqual({ ok: true, value: undefined });
  expect([extents.state, extents.size]).toEqual(['off', 0]);
});
