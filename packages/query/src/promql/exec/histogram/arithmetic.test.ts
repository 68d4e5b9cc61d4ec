import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, divide, multiply, subtract, toSchema } from './arithmetic.js';
import { compacted, isEqual, RESET_HINT } from './float-histogram.js';
import { custom, exponential, from, histogram, observations } from './histogram.testkit.js';

const either = fc.oneof(fc.tuple(exponential, exponential), fc.tuple(custom, custom));

describe('add and subtract', () => {
  it('do not depend on the order', () => {
    fc.assert(fc.property(either, ([a, b]) => isEqual(add(a, b)!.histogram, add(b, a)!.histogram)));
  });

  it('lose no observation', () => {
    fc.assert(
      fc.property(either, ([a, b]) => {
        const { histogram: sum } = add(a, b)!;
        expect(observations(sum)).toBe(a.count + b.count);
        expect(sum.count).toBe(a.count + b.count);
        expect(observations(subtract(a, b)!.histogram)).toBe(a.count - b.count);
      }),
    );
  });

  it('leave nothing of a histogram less itself', () => {
    fc.assert(
      fc.property(fc.oneof(exponential, custom), (a) => {
        const nothing = subtract(a, a)!.histogram;
        expect(nothing).toMatchObject({ count: 0, sum: 0, zeroCount: 0, positive: { indices: [] } });
      }),
    );
  });

  it('are each the other backwards where the layouts are one', () => {
    fc.assert(
      fc.property(exponential, fc.integer({ min: 2, max: 5 }), (a, factor) =>
        isEqual(subtract(add(a, multiply(a, factor))!.histogram, a)!.histogram, compacted(multiply(a, factor))),
      ),
    );
  });

  it('make nothing of exponential and custom buckets', () => {
    const plain = histogram({ count: 1, positive: from(0, 1) });
    const listed = histogram({ schema: -53, count: 1, customValues: [1], positive: from(0, 1) });
    expect(add(plain, listed)).toBeUndefined();
    expect(subtract(listed, plain)).toBeUndefined();
  });

  it('cut custom buckets down to common bounds', () => {
    const a = histogram({ schema: -53, count: 10, customValues: [1, 2, 4], positive: from(0, 1, 2, 3, 4) });
    const b = histogram({ schema: -53, count: 10, customValues: [2, 3], positive: from(0, 5, 3, 2) });
    expect(add(a, b)).toMatchObject({
      reconciled: true,
      histogram: { customValues: [2], positive: { indices: [0, 1], counts: [8, 12] } },
    });
  });

  it.each([
    ['the bucket it covers', 0.25, 0.5, { zeroThreshold: 0.5, zeroCount: 6, positive: from(0, 7) }],
    ['all of a bucket it cuts', 0.25, 0.75, { zeroThreshold: 1, zeroCount: 13, positive: from(1) }],
    ['nothing where widths are equal', 0.25, 0.25, { zeroThreshold: 0.25, zeroCount: 3, positive: from(-1, 3, 7) }],
  ])('widen the zero bucket by %s', (_, own, other, expected) => {
    const a = histogram({ zeroThreshold: own, zeroCount: 1, positive: from(-1, 3, 7) });
    const b = histogram({ zeroThreshold: other, zeroCount: 2 });
    expect(add(a, b)!.histogram).toMatchObject(expected);
    expect(add(b, a)!.histogram).toMatchObject(expected);
  });

  it.each([
    [RESET_HINT.notReset, RESET_HINT.notReset, RESET_HINT.notReset, false],
    [RESET_HINT.notReset, RESET_HINT.unknown, RESET_HINT.unknown, false],
    [RESET_HINT.gauge, RESET_HINT.reset, RESET_HINT.gauge, false],
    [RESET_HINT.unknown, RESET_HINT.gauge, RESET_HINT.gauge, false],
    [RESET_HINT.reset, RESET_HINT.notReset, RESET_HINT.unknown, true],
  ])('hints %i and %i make %i, conflict %s', (a, b, hint, conflict) => {
    expect(add(histogram({ hint: a }), histogram({ hint: b }))).toMatchObject({ histogram: { hint }, conflict });
  });
});

it('a coarser schema merges buckets and keeps their total', () => {
  fc.assert(
    fc.property(exponential, fc.nat(4), (a, by) => observations(toSchema(a, a.schema - by)) === observations(a)),
  );
  // Bounds of schema 1: 1, sqrt(2), 2, sqrt(8), 4; of schema 0: 1, 2, 4.
  expect(toSchema(histogram({ schema: 1, positive: from(0, 1, 2, 3, 4, 5) }), 0).positive).toEqual(from(0, 1, 5, 9));
});

it('a quotient by zero has no buckets, by a negative number is a gauge', () => {
  const a = histogram({ count: 4, sum: 2, zeroCount: 1, positive: from(0, 3) });
  expect(divide(a, 0)).toMatchObject({ count: Infinity, zeroCount: Infinity, positive: from(0) });
  expect(divide(a, -2)).toMatchObject({ hint: RESET_HINT.gauge, count: -2, positive: from(0, -1.5) });
  expect(multiply(a, 2)).toMatchObject({ hint: RESET_HINT.unknown, count: 8, zeroCount: 2, positive: from(0, 6) });
});
