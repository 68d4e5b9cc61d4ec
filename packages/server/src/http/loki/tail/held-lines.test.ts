import { nanos } from '@bongsu/model';
import type { FoundLine } from '@bongsu/query/logql';
import { expect, it } from 'vitest';
import { HeldLines } from './held-lines.js';

const line = (ts: number, seq: number): FoundLine => ({
  ts: nanos(BigInt(ts)),
  seq: BigInt(seq),
  line: `${ts}/${seq}`,
  labels: { stream: {}, metadata: {}, parsed: {} },
  foundIds: {},
});
const texts = (lines: readonly FoundLine[]): string[] => lines.map((found) => found.line);

it('gives lines by time and arrival once the first of them is due', () => {
  const held = new HeldLines(100);
  expect(held.nextDue).toBeUndefined();
  held.add([line(5, 1), line(9, 2)], 0);
  held.add([line(3, 3), line(5, 4), line(20, 5)], 50);
  expect([held.nextDue, texts(held.take(99))]).toEqual([100, []]);
  expect(texts(held.take(100))).toEqual(['3/3', '5/1', '5/4', '9/2']);
  expect([held.nextDue, texts(held.take(150)), held.nextDue]).toEqual([150, ['20/5'], undefined]);
});

it('without a delay gives everything at once', () => {
  const held = new HeldLines(0);
  held.add([line(2, 1), line(1, 2)], 7);
  expect(texts(held.take(7))).toEqual(['1/2', '2/1']);
});
