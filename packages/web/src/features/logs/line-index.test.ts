import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridBuckets, LineIndex, partMs, type Bucket } from './line-index.js';
import { toLogLines } from './log-line.js';

const lines = (...texts: string[]) =>
  toLogLines(texts.map((line, i) => ({ ts: String(100 + i), line, labels: {}, metadata: {}, parsed: {} })));
const bucket = (from: number, count: number): Bucket => ({ from: BigInt(from), to: BigInt(from + 10), count });

describe('LineIndex', () => {
  const index = new LineIndex([bucket(30, 2), bucket(20, 0), bucket(10, 3)]);

  it('knows its length and what rows need', () => {
    expect(index.total).toBe(5);
    expect(index.at(0)).toBeUndefined();
    expect(index.missing(0, 1).map(({ from }) => from)).toEqual([30n]);
    expect(index.missing(1, 2).map(({ from }) => from)).toEqual([30n, 10n]);
    expect(index.missing(9, 12).map(({ from }) => from)).toEqual([10n]);
  });

  it('knows among which rows a time lies', () => {
    expect(index.rowsAt(31n)).toEqual({ first: 0, last: 1 });
    expect(index.rowsAt(20n)).toEqual({ first: 2, last: 4 });
    expect([index.rowsAt(30n), index.rowsAt(10n), index.rowsAt(41n)]).toEqual([undefined, undefined, undefined]);
  });

  it('gives lines by row once they are there', () => {
    const filled = index.with(bucket(10, 3), [{ ...bucket(10, 3), lines: lines('a', 'b', 'c') }]);
    expect([2, 3, 4, 5].map((row) => filled.at(row)?.line)).toEqual(['a', 'b', 'c', undefined]);
    expect(filled.indexOf(filled.at(3)?.id ?? '')).toBe(3);
    expect(filled.missing(0, 9).map(({ from }) => from)).toEqual([30n]);
  });

  it('finds every row in the only bucket that holds it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 20 }), (counts) => {
        const texts = counts.map((count, at) => Array.from({ length: count }, (_, i) => `${at}/${i}`));
        const filled = new LineIndex(
          texts.map((some, at) => ({ ...bucket(at * 10, some.length), lines: lines(...some) })),
        );
        expect(Array.from({ length: filled.total }, (_, row) => filled.at(row)?.line)).toEqual(texts.flat());
      }),
    );
  });
});

describe('gridBuckets', () => {
  it('lays counts on the grid, newest first', () => {
    const counts = new Map([
      [2_000, 7],
      [3_000, 1],
    ]);
    const made = gridBuckets({ from: 1_000_000_000n, to: 4_000_000_000n }, 1_000, counts, true);
    expect(made.map(({ from, count }) => [Number(from / 1_000_000n), count])).toEqual([
      [3_000, 0],
      [2_000, 1],
      [1_000, 7],
    ]);
  });

  it.each([
    [60_000, 1_200],
    [15_000, 300],
    [1_200, 24],
    [24, 12],
    [20, 1],
    [7, 1],
    [1, undefined],
  ])('%d ms is parted into stretches of %j ms', (span, part) => {
    expect(partMs({ from: 0n, to: BigInt(span) * 1_000_000n })).toBe(part);
  });
});
