import { describe, expect, it } from 'vitest';
import { type HistogramInput, requestV1, requestV2 } from './request.testkit.js';
import { CONTEXT, decoded, newDecoder, T0 } from './rows.testkit.js';

const good: HistogramInput = {
  t: T0,
  count: 12,
  sum: 18.4,
  schema: 1,
  zeroThreshold: 0.001,
  zeroCount: 2,
  positiveSpans: [
    [0, 2],
    [1, 2],
  ],
  positiveDeltas: [1, 1, -1, 0],
  negativeSpans: [[-3, 2]],
  negativeDeltas: [3, -1],
  resetHint: 2,
};
const custom: HistogramInput = {
  t: T0,
  count: 6,
  sum: 9,
  schema: -53,
  positiveSpans: [[0, 3]],
  positiveDeltas: [1, 1, 1],
  customValues: [0.5, 1],
};
const series = (histogram: HistogramInput) => [{ labels: { __name__: 'h' }, histograms: [histogram] }];
const rowOf = (histogram: HistogramInput, version: 1 | 2 = 1) => {
  const body = version === 1 ? requestV1(series(histogram)) : requestV2(series(histogram));
  const read = decoded(body, version);
  expect(read.problems).toBe('');
  expect(read.histograms).toHaveLength(1);
  return read.histograms[0]!;
};

describe('native histograms', () => {
  it('of integers become absolute counts', () => {
    expect(rowOf(good)).toMatchObject({
      ts: BigInt(T0),
      start: 0n,
      count: 12,
      sum: 18.4,
      schema: 1,
      zero_threshold: 0.001,
      zero_count: 2,
      'positive.offset': [0],
      'positive.length': [5],
      positive_counts: [1, 2, 0, 1, 1],
      'negative.offset': [-3],
      'negative.length': [2],
      negative_counts: [3, 2],
      custom_values: [],
      reset_hint: 2,
      is_float: 0,
    });
  });

  it('of floats keep their counts', () => {
    const float: HistogramInput = {
      t: T0,
      start: T0 - 1000,
      countFloat: 2.5,
      sum: -1,
      schema: -4,
      zeroCountFloat: 0.5,
      positiveSpans: [[10, 1]],
      positiveCounts: [2],
      resetHint: 3,
    };
    expect(rowOf(float, 2)).toMatchObject({
      start: BigInt(T0 - 1000),
      count: 2.5,
      schema: -4,
      zero_count: 0.5,
      'positive.offset': [10],
      positive_counts: [2],
      reset_hint: 3,
      is_float: 1,
    });
  });

  it('with custom buckets keep their bounds', () => {
    expect(rowOf(custom)).toMatchObject({
      schema: -53,
      'positive.offset': [0],
      positive_counts: [1, 2, 3],
      custom_values: [0.5, 1],
    });
  });

  it('leave out empty buckets at the ends and split at long gaps', () => {
    const gaps: HistogramInput = {
      ...good,
      zeroCount: 0,
      negativeSpans: [],
      negativeDeltas: [],
      count: 2,
      positiveSpans: [
        [-2, 1],
        [0, 1],
        [5, 2],
      ],
      positiveDeltas: [0, 1, 0, -1],
    };
    expect(rowOf(gaps)).toMatchObject({
      'positive.offset': [-1, 5],
      'positive.length': [1, 1],
      positive_counts: [1, 1],
    });
  });

  it('finer than schema 8 are merged down to it', () => {
    const fine: HistogramInput = {
      t: T0,
      count: 10,
      sum: 1,
      schema: 10,
      positiveSpans: [[-3, 9]],
      positiveDeltas: [1, 0, 0, 0, 0, 0, 0, 0, 1],
    };
    // Indexes -3..0 become 0, 1..4 become 1, 5 becomes 2.
    expect(rowOf(fine)).toMatchObject({ schema: 8, 'positive.offset': [0], positive_counts: [4, 4, 2] });
  });

  it('may count less in buckets than in all when the sum is NaN', () => {
    expect(rowOf({ ...good, sum: NaN, count: 15 })).toMatchObject({ count: 15 });
  });

  it('of a stale series have nothing but the marker', () => {
    const result = newDecoder().decode(requestV1(series({ t: T0, sum: 'stale' })), 1, CONTEXT);
    if (!result.ok) throw new Error(result.error.message);
    const { bytes } = result.value.batch.histograms;
    expect(Buffer.from(bytes).includes(Buffer.from('020000000000f07f', 'hex'))).toBe(true);
  });

  it.each<[string, HistogramInput, RegExp]>([
    [
      'too few in all',
      { ...good, count: 11 },
      /12 observations found in buckets, but the Count field is 11: .*should equal/,
    ],
    ['too few in all, with a NaN', { ...good, count: 11, sum: NaN }, /should be at least/],
    ['a negative bucket', { ...good, positiveDeltas: [1, -2, 0, 0] }, /bucket number 2 has observation count of -1/],
    [
      'a span that goes back',
      {
        ...good,
        positiveSpans: [
          [0, 2],
          [-1, 2],
        ],
      },
      /span number 2 with offset -1/,
    ],
    ['fewer buckets than spans', { ...good, positiveDeltas: [1] }, /spans need 4 buckets, have 1 buckets/],
    ['a schema that is none', { ...good, schema: -5 }, /invalid schema.*: -5/],
    ['a schema that is none', { ...good, schema: 53 }, /invalid schema.*: 53/],
    ['bounds that do not belong', { ...good, customValues: [1] }, /must not have custom bounds/],
    ['a negative zero threshold', { ...good, zeroThreshold: -1 }, /zero threshold/],
    ['bounds that do not rise', { ...custom, customValues: [1, 1] }, /strictly increasing order/],
    ['an infinite bound', { ...custom, customValues: [1, Infinity] }, /must be finite/],
    ['too few bounds', { ...custom, customValues: [1] }, /too few/],
    ['a zero bucket and custom bounds', { ...custom, zeroCount: 1 }, /zero count of 0/],
    ['a zero threshold and custom bounds', { ...custom, zeroThreshold: 1 }, /zero threshold of 0/],
    [
      'negative buckets and custom bounds',
      { ...custom, negativeSpans: [[0, 1]], negativeDeltas: [1] },
      /negative spans/,
    ],
    ['a negative count', { t: T0, countFloat: -1 }, /observation count is negative/],
    ['a negative zero count', { t: T0, countFloat: 1, zeroCountFloat: -1 }, /zero bucket/],
    [
      'a negative float bucket',
      { t: T0, countFloat: 1, positiveSpans: [[0, 1]], positiveCounts: [-1] },
      /bucket number 1/,
    ],
    ['buckets beyond the end', { ...good, positiveSpans: [[2_147_483_645, 4]] }, /out of range/],
  ])('with %s are refused', (_, histogram, problem) => {
    const sample = { labels: { __name__: 'ok' }, samples: [{ t: T0, v: 1 }] };
    expect(newDecoder().decode(requestV1([sample, ...series(histogram)]), 1, CONTEXT)).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringMatching(problem) as string },
    });
    const read = decoded(requestV2([sample, ...series(histogram)]), 2);
    expect(read.problems).toMatch(problem);
    expect([read.samples.length, read.histograms.length]).toEqual([1, 0]);
  });
});
