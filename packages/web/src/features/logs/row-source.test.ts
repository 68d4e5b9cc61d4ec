import { expect, it } from 'vitest';
import { LineIndex } from './line-index.js';
import { toLogLines } from './log-line.js';
import { filledRows, type RowSource } from './row-source.js';

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
