import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtobufReader } from '../../protobuf/reader.js';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { NativeBuckets } from './native-buckets.js';

function read(offset: number, counts: readonly bigint[], scaleDown = 0): NativeBuckets | string {
  const w = new ProtobufWriter();
  w.packedInt64(2, counts);
  w.sint32(1, offset);
  const bytes = w.finish();
  const buckets = new NativeBuckets();
  return buckets.read(new ProtobufReader(bytes), 0, bytes.length, scaleDown) || buckets;
}

/** Counts by Prometheus bucket index, zeros left out. */
function byIndex(buckets: NativeBuckets | string): Map<number, number> {
  if (typeof buckets === 'string') throw new Error(buckets);
  const found = new Map<number, number>();
  let index = 0;
  let at = 0;
  buckets.offsets.forEach((offset, i) => {
    index += offset;
    for (let j = 0; j < buckets.lengths[i]!; j++, index++) {
      const count = buckets.counts[at++]!;
      if (count > 0) found.set(index, count);
    }
  });
  expect(at).toBe(buckets.counts.length);
  return found;
}

describe('native buckets', () => {
  it.each([
    ['one higher than in OTLP', 0, [5n, 6n], 0, { offsets: [1], lengths: [2], counts: [5, 6] }],
    ['negative offset', -3, [1n, 0n, 2n], 0, { offsets: [-2], lengths: [3], counts: [1, 0, 2] }],
    ['empty ends are cut', 7, [0n, 0n, 4n, 0n], 0, { offsets: [10], lengths: [1], counts: [4] }],
    ['a gap of two stays', 0, [1n, 0n, 0n, 1n], 0, { offsets: [1], lengths: [4], counts: [1, 0, 0, 1] }],
    ['a gap of three is a span', 0, [1n, 0n, 0n, 0n, 1n], 0, { offsets: [1, 3], lengths: [1, 1], counts: [1, 1] }],
    ['nothing', 0, [], 0, { offsets: [], lengths: [], counts: [] }],
    ['only zeros', 4, [0n, 0n], 0, { offsets: [], lengths: [], counts: [] }],
    ['merged by two', 0, [1n, 2n, 3n, 4n, 5n], 1, { offsets: [1], lengths: [3], counts: [3, 7, 5] }],
    ['merged by two from an odd offset', 1, [1n, 2n, 3n], 1, { offsets: [1], lengths: [2], counts: [1, 5] }],
    ['merged below zero', -3, [1n, 2n, 3n], 1, { offsets: [-1], lengths: [2], counts: [1, 5] }],
    ['merged by 2^31', -2, [1n, 1n, 1n], 40, { offsets: [0], lengths: [2], counts: [2, 1] }],
    ['a count above 2^53', 0, [2n ** 63n], 0, { offsets: [1], lengths: [1], counts: [2 ** 63] }],
  ])('%s', (_, offset, counts, scaleDown, expected) => {
    expect(read(offset, counts, scaleDown)).toMatchObject(expected);
  });

  it('says no to indexes that do not fit and to too many buckets', () => {
    expect(read(2 ** 31 - 1, [1n])).toBe('bucket index 2147483647 is out of range');
    expect(read(2 ** 31 - 1, [0n])).toMatchObject({ counts: [] });
    expect(byIndex(read(-(2 ** 31), [1n]))).toEqual(new Map([[-(2 ** 31) + 1, 1]]));
    const counts = Array.from({ length: 20_001 }, () => 1n);
    expect(read(0, counts)).toBe('more than 20000 buckets');
    expect(read(0, counts, 1)).not.toBeTypeOf('string');
  });

  it('reads counts that are not packed', () => {
    const w = new ProtobufWriter();
    w.int64(2, 300n);
    w.sint32(1, 1);
    w.int64(2, 7n);
    const bytes = w.finish();
    const buckets = new NativeBuckets();
    expect(buckets.read(new ProtobufReader(bytes), 0, bytes.length, 0)).toBe('');
    expect(buckets).toMatchObject({ offsets: [2], counts: [300, 7] });
  });

  it('puts every observation where its value belongs, for any layout and scale', () => {
    const layout = fc.record({
      offset: fc.integer({ min: -2000, max: 2000 }),
      counts: fc.array(fc.oneof(fc.constant(0n), fc.bigInt(0n, 1000n)), { maxLength: 60 }),
      scaleDown: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(layout, ({ offset, counts, scaleDown }) => {
        const expected = new Map<number, number>();
        counts.forEach((count, i) => {
          // OTLP's bucket i is (base^i, base^(i+1)]; with the base 2^scaleDown times coarser its upper bound is in:
          const index = Math.ceil((offset + i + 1) / 2 ** scaleDown);
          if (count > 0n) expected.set(index, (expected.get(index) ?? 0) + Number(count));
        });
        expect(byIndex(read(offset, counts, scaleDown))).toEqual(expected);
      }),
    );
  });
});
