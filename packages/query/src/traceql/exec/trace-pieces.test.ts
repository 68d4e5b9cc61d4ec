import { DEFAULT_TENANT, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { after, storeSpans, type TestSpan } from '../testkit/span-data.js';
import { tracePieces, type PiecesRequest } from './trace-pieces.js';

const TRACE = 'ab'.repeat(16);
/** Seconds that the spans start at, across two buckets of the sort key; their ids are their places. */
const STARTS = [0, 1, 1, 1, 1, 2, 3, 700, 700, 701];

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const spans = STARTS.map((seconds, i): TestSpan => ({
    trace: TRACE,
    span: i.toString(16),
    start: after(seconds),
    resource: { service: i % 2 === 0 ? 'even' : 'odd' },
  }));
  await storeSpans(engine, spans.toReversed());
  await storeSpans(engine, [{ trace: 'cd', span: 'f', start: after(1), resource: { service: 'even' } }]);
});
afterAll(() => engine.close());

async function pieces(blockSpans: number, more: Partial<PiecesRequest> = {}): Promise<string[]> {
  const request = {
    tenant: DEFAULT_TENANT,
    traceId: TRACE,
    first: after(0),
    last: after(701),
    rare: 255,
    maxSpans: 100,
  };
  const shown: string[] = [];
  for await (const piece of tracePieces({ ...request, blockSpans, ...more }, engine.runner)) {
    if (!piece.ok) throw new Error(piece.error.message);
    const spans = piece.value.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans));
    const ids = spans.map(({ spanId }) => Number.parseInt(spanId, 16));
    shown.push(ids.sort((a, b) => a - b).join(' '));
  }
  return shown;
}

it.each<[string, number, Partial<PiecesRequest>, string[]]>([
  ['all in one', 10, {}, ['0 1 2 3 4 5 6 7 8 9']],
  ['those that start together stay together', 3, {}, ['0', '1 2 3 4 5', '6 7 8', '9']],
  ['one at a time', 1, {}, ['0', '1 2 3 4', '5', '6', '7 8', '9']],
  ['cut in between', 3, { maxSpans: 3 }, ['0 1 2']],
  ['cut after some', 3, { maxSpans: 8 }, ['0', '1 2 3 4 5', '6 7']],
  ['of some spans', 3, { keeps: ({ spanId }) => /[147]$/.test(spanId) }, ['1 4', '7']],
  ['of some spans, cut', 3, { keeps: ({ spanId }) => /[479]$/.test(spanId), maxSpans: 8 }, ['4', '7']],
  ['of a trace that is gone', 3, { traceId: 'ef'.repeat(16) }, []],
  ['from a later start', 3, { first: nanos(after(3) + 1n) }, ['7 8 9']],
])('%s', async (_, blockSpans, more, expected) => {
  expect(await pieces(blockSpans, more)).toEqual(expected);
});
