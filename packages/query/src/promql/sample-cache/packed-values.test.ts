import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PackedValues } from './packed-values.js';

const column = fc.oneof(
  fc.array(fc.double()),
  fc.array(fc.integer({ min: -300, max: 300 })),
  fc.array(fc.integer({ min: 0, max: 90_000 }).map((n) => n / 100)),
  fc.array(fc.constantFrom(0, -0, NaN, Infinity, 1e300, 2 ** 53)),
  fc.tuple(fc.integer(), fc.nat(50)).map(([value, count]) => new Array<number>(count).fill(value)),
);

it('gives back the bits of every value', () => {
  fc.assert(
    fc.property(fc.array(column, { maxLength: 6 }), fc.nat(20), (columns, skip) => {
      const packed = new PackedValues(columns.map((c) => ({ values: Float64Array.from(c), count: c.length })));
      columns.forEach((values, i) => {
        const from = Math.min(skip, values.length);
        const out = new Float64Array(values.length - from + 2);
        packed.read(i, from, values.length, out, 1);
        const expected = Float64Array.of(0, ...values.slice(from), 0);
        expect(new BigUint64Array(out.buffer)).toEqual(new BigUint64Array(expected.buffer));
        if (!values.every(Number.isFinite)) expect(packed.isFinite(i)).toBe(false);
      });
    }),
  );
});

it.each([
  ['constant', [7, 7, 7, 7], 0],
  ['near each other', [1_000_000_000_000, 1_000_000_000_255], 1],
  ['hundredths', [10_000.01, 10_001.5], 1],
  ['a counter', [0, 60_000], 2],
  ['pages', [4096, 4_294_967_296], 4],
  ['thirds', [1 / 3, 2 / 3], 8],
])('%s take %j at %d bytes each', (_, values, bytes) => {
  const one = { values: Float64Array.from(values), count: values.length };
  expect(new PackedValues([one]).size - new PackedValues([{ ...one, count: 0 }]).size).toBe(bytes * values.length);
});
