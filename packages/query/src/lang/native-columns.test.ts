import { expect, it } from 'vitest';
import { nativeColumns } from './native-columns.js';

/** A block with columns `a` of UInt64 and `b` of Float64. */
function block(a: readonly bigint[], b: readonly number[]): Buffer {
  const header = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
  return Buffer.concat([
    Buffer.of(2, a.length),
    header('a'),
    header('UInt64'),
    new Uint8Array(BigUint64Array.from(a).buffer),
    header('b'),
    header('Float64'),
    new Uint8Array(Float64Array.from(b).buffer),
  ]);
}

it('joins the blocks of an answer column by column', () => {
  const bytes = Buffer.concat([block([1n, 2n ** 64n - 1n], [0.5, NaN]), block([], []), block([7n], [-0])]);
  const { rows, columns } = nativeColumns(bytes, 2);
  expect(rows).toBe(3);
  expect([...new BigUint64Array(columns[0]!)]).toEqual([1n, 2n ** 64n - 1n, 7n]);
  expect([...new Float64Array(columns[1]!)]).toEqual([0.5, NaN, -0]);
});

it('has empty columns for an empty answer', () => {
  expect(nativeColumns(new Uint8Array(0), 3)).toEqual({ rows: 0, columns: [0, 0, 0].map(() => new ArrayBuffer(0)) });
});

it('does not take a part of an answer for the whole', () => {
  const bytes = block([1n], [2]);
  for (let length = 1; length < bytes.length; length++) {
    expect(() => nativeColumns(bytes.subarray(0, length), 2)).toThrow('BUG: a Native answer ends');
  }
});
