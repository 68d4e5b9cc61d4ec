import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineIndex } from './line-index.js';
import { toLogLines } from './log-line.js';
import { filledRows, type RowSource } from './row-source.js';

const SECOND = 1_000_000_000n;

const lineOf = (second: number) => ({
  ts: `${second}000000000`,
  line: `line ${second}`,
  labels: {},
  metadata: {},
  parsed: {},
});
/** Newest first. */
const lines = (newest: number, count: number) =>
  toLogLines(Array.from({ length: count }, (_, i) => lineOf(newest - i)));
const texts = (rows: RowSource) =>
  Array.from({ length: rows.length }, (_, row) => rows.at(row)?.line.replace('line ', '') ?? '?').join(' ');

it('puts the first lines behind those that came before the count', () => {
  const head = lines(100, 3);
  const buckets = [
    { from: 98n, to: 102n, count: 4 },
    { from: 94n, to: 98n, count: 3 },
  ];
  expect(texts(filledRows(new LineIndex([]), head))).toBe('100 99 98');
  expect(texts(filledRows(new LineIndex(buckets), head))).toBe('100 99 98 ? ? ? ?');
  const counted = new LineIndex(buckets).with(buckets[0]!, [{ ...buckets[0]!, lines: lines(102, 4) }]);
  const rows = filledRows(counted, head);
  expect(texts(rows)).toBe('102 101 100 99 98 ? ?');
  expect(head.map(({ id }) => rows.indexOf(id))).toEqual([2, 3, 4]);
});

it('shows no line in two rows, whichever stretch is fetched first and however many lines came between others', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      (before, later, fetched) => {
        const newestFirst = (seconds: readonly number[]) => toLogLines(seconds.toSorted((a, b) => b - a).map(lineOf));
        const all = newestFirst([...new Set([...before, ...later])]);
        const buckets = fetched.map((there, i) => {
          const [from, to] = [BigInt(35 - i * 5), BigInt(40 - i * 5)];
          const own = all.filter(({ ts }) => BigInt(ts) > from * SECOND && BigInt(ts) <= to * SECOND);
          return { from, to, count: own.length, ...(there ? { lines: own } : {}) };
        });
        const head = newestFirst(before);
        const rows = filledRows(new LineIndex(buckets), head);
        const ids = Array.from({ length: rows.length }, (_, row) => rows.at(row)?.id).filter((id) => id !== undefined);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(rows.at(rows.indexOf(id))?.id).toBe(id);
      },
    ),
  );
});
