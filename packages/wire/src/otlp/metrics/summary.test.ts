import { describe, expect, it } from 'vitest';
import { oneMetric, T0 } from './request.testkit.js';
import { decoded, values } from './rows.testkit.js';

describe('summary', () => {
  it('becomes quantile series, sum and count', () => {
    const batch = decoded(
      oneMetric({
        unit: 'ms',
        summary: [
          {
            count: 4n,
            sum: 10.5,
            start: T0 - 7,
            quantiles: [
              [0.5, 2],
              [0.999, NaN],
              [1, Infinity],
            ],
            attributes: { quantile: 'x', a: 'b' },
          },
        ],
      }),
    );
    expect(values(batch)).toEqual([
      ['m_milliseconds{a="b",quantile="0.5"}', 2],
      ['m_milliseconds{a="b",quantile="0.999"}', NaN],
      ['m_milliseconds{a="b",quantile="1"}', Infinity],
      ['m_milliseconds_sum{a="b",quantile="x"}', 10.5],
      ['m_milliseconds_count{a="b",quantile="x"}', 4],
    ]);
    expect(batch.samples.every((row) => row['ts'] === T0 && row['start'] === T0 - 7)).toBe(true);
    expect(new Set(batch.defs.map((def) => def.type))).toEqual(new Set(['summary']));
  });

  it('has a sum and a count of 0 when they are left out', () => {
    expect(values(decoded(oneMetric({ summary: [{}] })))).toEqual([
      ['m_sum{}', 0],
      ['m_count{}', 0],
    ]);
  });

  it('is marked stale in every component', () => {
    const body = oneMetric({ summary: [{ quantiles: [[0.5, 1]] }, { flags: 1 }] });
    expect(values(decoded(body)).slice(3)).toEqual([
      ['m{quantile="0.5"}', 'stale'],
      ['m_sum{}', 'stale'],
      ['m_count{}', 'stale'],
    ]);
  });

  it('is refused with too many quantiles', () => {
    const quantiles = Array.from({ length: 2001 }, (_, i) => [i, i] as const);
    expect(decoded(oneMetric({ summary: [{ quantiles }] })).rejected).toEqual([
      { count: 1, reason: 'metric "m": 2001 quantile_values exceed the limit of 2000' },
    ]);
  });
});
