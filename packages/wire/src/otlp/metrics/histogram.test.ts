import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { type HistogramInput, oneMetric, T0 } from './request.testkit.js';
import { decoded, newDecoder, seriesText, values } from './rows.testkit.js';

const point: HistogramInput = {
  count: 10n,
  sum: 12.5,
  bounds: [0.0000005, 0.25, 1, 10],
  counts: [1n, 2n, 3n, 0n, 4n],
};

describe('histogram', () => {
  it('becomes cumulative buckets, sum and count', () => {
    const batch = decoded(
      oneMetric({
        name: 'latency',
        unit: 's',
        histogram: [{ ...point, start: T0 - 5, attributes: { le: 'x', a: 'b' } }],
      }),
    );
    expect(values(batch)).toEqual([
      ['latency_seconds_bucket{a="b",le="0.0000005"}', 1],
      ['latency_seconds_bucket{a="b",le="0.25"}', 3],
      ['latency_seconds_bucket{a="b",le="1"}', 6],
      ['latency_seconds_bucket{a="b",le="10"}', 6],
      ['latency_seconds_bucket{a="b",le="+Inf"}', 10],
      ['latency_seconds_sum{a="b",le="x"}', 12.5],
      ['latency_seconds_count{a="b",le="x"}', 10],
    ]);
    expect(new Set(batch.samples.map((row) => row['start']))).toEqual(new Set([T0 - 5]));
    expect(new Set(batch.defs.map((def) => def.type))).toEqual(new Set(['histogram']));
    expect(batch.batch.samples.count).toBe(7);
  });

  it('leaves the sum out when there is none', () => {
    const { sum: _, ...rest } = point;
    expect(values(decoded(oneMetric({ histogram: [rest] }))).map(([series]) => series)).not.toContain('m_sum{}');
  });

  it.each([
    ['neither bounds nor counts', { count: 3n, sum: 1 }, ['m_bucket{le="+Inf"}', 'm_sum{}', 'm_count{}']],
    ['one count', { count: 3n, counts: [3n] }, ['m_bucket{le="+Inf"}', 'm_count{}']],
    [
      'a bound of +Inf',
      { count: 3n, bounds: [1, Infinity], counts: [1n, 2n, 0n] },
      ['m_bucket{le="1"}', 'm_bucket{le="+Inf"}', 'm_count{}'],
    ],
    [
      'a bound of -Inf',
      { count: 3n, bounds: [-Infinity, 1], counts: [0n, 2n, 1n] },
      ['m_bucket{le="-Inf"}', 'm_bucket{le="1"}', 'm_bucket{le="+Inf"}', 'm_count{}'],
    ],
  ])('takes %s', (_, input, expected) => {
    const batch = decoded(oneMetric({ histogram: [input] }));
    expect(values(batch).map(([series]) => series)).toEqual(expected);
    expect(batch.rejected).toEqual([]);
  });

  it.each([
    [{ bounds: [1, 2], counts: [1n, 1n] }, '2 bucket_counts for 2 explicit_bounds, which take 3'],
    [{ bounds: [1, 2] }, '0 bucket_counts for 2 explicit_bounds, which take 3'],
    [{ bounds: [2, 1], counts: [1n, 1n, 1n] }, 'explicit_bounds are not in ascending order'],
    [{ bounds: [1, 1], counts: [1n, 1n, 1n] }, 'explicit_bounds are not in ascending order'],
    [{ bounds: [NaN], counts: [1n, 1n] }, 'explicit_bounds are not in ascending order'],
    [
      { bounds: Array.from({ length: 2001 }, (_, i) => i), counts: Array.from({ length: 2002 }, () => 1n) },
      '2001 explicit_bounds exceed the limit of 2000',
    ],
  ])('refuses bad buckets and keeps the points beside them (%#)', (bad, problem) => {
    const batch = decoded(oneMetric({ histogram: [bad, { count: 1n }] }));
    expect(batch.rejected).toEqual([{ count: 1, reason: `metric "m": ${problem}` }]);
    expect(batch.samples).toHaveLength(2);
  });

  it('reads arrays that are not packed', () => {
    const w = new ProtobufWriter();
    const marks = [w.begin(1), w.begin(2), w.begin(2)];
    w.string(1, 'm');
    marks.push(w.begin(9));
    w.uint32(2, 2);
    marks.push(w.begin(1));
    w.fixed64(3, BigInt(T0) * 1_000_000n);
    w.fixed64(4, 5n);
    w.double(7, 1);
    w.fixed64(6, 2n);
    w.fixed64(6, 3n);
    w.double(11, 0);
    w.double(12, 9);
    for (const mark of marks.reverse()) w.end(mark);
    expect(values(decoded(w.finish()))).toEqual([
      ['m_bucket{le="1"}', 2],
      ['m_bucket{le="+Inf"}', 5],
      ['m_count{}', 5],
    ]);
  });

  it('marks every component stale', () => {
    const stale = [
      ['m_bucket{le="1"}', 'stale'],
      ['m_bucket{le="+Inf"}', 'stale'],
      ['m_sum{}', 'stale'],
      ['m_count{}', 'stale'],
    ];
    expect(values(decoded(oneMetric({ histogram: [{ flags: 1, bounds: [1] }] })))).toEqual(stale);
    // without bounds: those of the point before
    const known = oneMetric({ histogram: [{ count: 1n, sum: 1, bounds: [1], counts: [1n, 0n] }, { flags: 1 }] });
    expect(values(decoded(known)).slice(4)).toEqual(stale);
  });

  it('keeps the definitions of bounds that stay when the bounds change', () => {
    const decoder = newDecoder();
    const first = decoded(oneMetric({ histogram: [{ bounds: [1, 2], counts: [1n, 1n, 1n], count: 3n }] }), decoder);
    const second = decoded(oneMetric({ histogram: [{ bounds: [2, 3], counts: [1n, 1n, 1n], count: 3n }] }), decoder);
    const kept = second.defs.filter((def) => first.defs.includes(def)).map(seriesText);
    expect(kept).toEqual(['m_bucket{le="2"}', 'm_bucket{le="+Inf"}', 'm_count{}']);
    expect(second.defs).toHaveLength(4);
  });
});

describe('delta histogram', () => {
  it('gives every component as an increment', () => {
    const batch = decoded(oneMetric({ temporality: 'delta', histogram: [{ ...point, start: T0 - 1000 }] }));
    expect(batch.samples).toEqual([]);
    expect(batch.deltas.map((delta) => [seriesText(delta.series), delta.value])).toEqual([
      ['m_bucket{le="0.0000005"}', 1],
      ['m_bucket{le="0.25"}', 3],
      ['m_bucket{le="1"}', 6],
      ['m_bucket{le="10"}', 6],
      ['m_bucket{le="+Inf"}', 10],
      ['m_sum{}', 12.5],
      ['m_count{}', 10],
    ]);
    expect(batch.deltas.every((delta) => delta.ts === T0 && delta.start === T0 - 1000)).toBe(true);
    expect(batch.defs).toHaveLength(7);
  });

  it('leaves the sum out when there is none, and is marked stale by samples', () => {
    const batch = decoded(oneMetric({ temporality: 'delta', histogram: [{ count: 1n }, { flags: 1 }] }));
    expect(batch.deltas).toHaveLength(2);
    expect(values(batch).map(([, value]) => value)).toEqual(['stale', 'stale', 'stale']);
  });

  it('is refused without a temporality', () => {
    const batch = decoded(oneMetric({ temporality: 'unspecified', histogram: [point] }));
    expect(batch.rejected).toEqual([
      { count: 1, reason: 'metric "m": aggregation_temporality is neither delta nor cumulative' },
    ]);
  });
});
