import { describe, expect, it } from 'vitest';
import { type ExponentialInput, oneMetric, T0 } from './request.testkit.js';
import { decoded } from './rows.testkit.js';

const point: ExponentialInput = {
  count: 16n,
  sum: 99.5,
  scale: 3,
  zeroCount: 2n,
  zeroThreshold: 0.001,
  positive: { offset: -1, counts: [1n, 2n, 0n, 0n, 0n, 3n] },
  negative: { offset: 4, counts: [8n] },
};

describe('exponential histogram', () => {
  it('is a native histogram', () => {
    const batch = decoded(oneMetric({ unit: 's', exponential: [{ ...point, start: T0 - 9, attributes: { a: 'b' } }] }));
    expect(batch.histograms).toEqual([
      {
        tenant: 'default',
        metric: 'm_seconds',
        fingerprint: expect.any(BigInt) as bigint,
        series: 'm_seconds{a="b"}',
        ts: T0,
        start: T0 - 9,
        count: 16,
        sum: 99.5,
        schema: 3,
        zero_threshold: 0.001,
        zero_count: 2,
        'positive.offset': [0, 3],
        'positive.length': [2, 1],
        positive_counts: [1, 2, 3],
        'negative.offset': [5],
        'negative.length': [1],
        negative_counts: [8],
        custom_values: [],
        reset_hint: 0,
        is_float: 0,
      },
    ]);
    expect(batch.batch.histograms.count).toBe(1);
    expect(batch.samples).toEqual([]);
    expect(batch.defs).toMatchObject([{ type: 'histogram', unit: 's' }]);
  });

  it('has defaults for what is left out', () => {
    expect(decoded(oneMetric({ exponential: [{ count: 0n }] })).histograms).toMatchObject([
      { count: 0, sum: 0, schema: 0, zero_threshold: 1e-128, zero_count: 0, positive_counts: [], negative_counts: [] },
    ]);
  });

  it.each([
    [-4, -4, [1, 2]],
    [8, 8, [1, 2]],
    [9, 8, [3]],
    [20, 8, [3]],
  ])('of scale %i has schema %i', (scale, schema, counts) => {
    const positive = { offset: 0, counts: [1n, 2n] };
    expect(decoded(oneMetric({ exponential: [{ scale, positive }] })).histograms).toMatchObject([
      { schema, positive_counts: counts, 'positive.offset': [1] },
    ]);
  });

  it.each([
    [{ ...point, scale: -5 }, 'scale -5 is below -4, the coarsest that can be stored'],
    [{ ...point, zeroThreshold: NaN }, 'zero_threshold NaN is not a width'],
    [{ ...point, zeroThreshold: -1 }, 'zero_threshold -1 is not a width'],
    [{ ...point, negative: { offset: 2 ** 31 - 1, counts: [1n] } }, 'bucket index 2147483647 is out of range'],
  ])('is refused by name, its neighbours are stored (%#)', (bad, problem) => {
    const batch = decoded(oneMetric({ exponential: [bad, point] }));
    expect(batch.histograms).toHaveLength(1);
    expect(batch.rejected).toEqual([{ count: 1, reason: `metric "m": ${problem}` }]);
  });

  it('is refused when delta', () => {
    const batch = decoded(oneMetric({ temporality: 'delta', exponential: [point, point] }));
    expect(batch.histograms).toEqual([]);
    expect(batch.rejected).toHaveLength(1);
    expect(batch.rejected[0]).toMatchObject({ count: 2 });
    expect(batch.rejected[0]?.reason).toContain('use cumulative temporality');
  });

  it('is marked stale in its sum, without buckets', () => {
    expect(decoded(oneMetric({ exponential: [{ ...point, scale: -9, flags: 1 }] })).histograms).toMatchObject([
      { sum: 'stale', count: 0, schema: 0, zero_count: 0, positive_counts: [], negative_counts: [] },
    ]);
  });

  it('keeps sums that are not finite', () => {
    const sums = [Infinity, -Infinity, NaN];
    const batch = decoded(oneMetric({ exponential: sums.map((sum) => ({ sum })) }));
    expect(batch.histograms.map((row) => row['sum'])).toEqual(sums);
  });

  it('has its exemplars on its own series', () => {
    const exemplars = [{ double: 3, traceId: '0af7651916cd43dd8448eb211c80319c' }];
    expect(decoded(oneMetric({ exponential: [{ ...point, exemplars }] })).exemplars).toMatchObject([
      { series: 'm{}', value: 3, trace_id: '0af7651916cd43dd8448eb211c80319c' },
    ]);
  });
});
