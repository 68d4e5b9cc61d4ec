import { describe, expect, it } from 'vitest';
import { oneMetric, T0 } from './request.testkit.js';
import { decoded, seriesText, values } from './rows.testkit.js';

describe('cumulative sum', () => {
  it('is a counter when monotonic', () => {
    const batch = decoded(
      oneMetric({ name: 'http.requests', unit: '{request}', sum: [{ int: 7n, start: T0 - 60_000 }, { double: 8.5 }] }),
    );
    expect(values(batch)).toEqual([
      ['http_requests_total{}', 7],
      ['http_requests_total{}', 8.5],
    ]);
    expect(batch.samples.map((row) => row['start'])).toEqual([T0 - 60_000, 0]);
    expect(batch.defs).toMatchObject([{ type: 'counter', unit: '{request}' }]);
    expect(batch.deltas).toEqual([]);
  });

  it('is a gauge when not', () => {
    const batch = decoded(oneMetric({ name: 'queue.size', sum: [{ int: -7n }], monotonic: false }));
    expect(values(batch)).toEqual([['queue_size{}', -7]]);
    expect(batch.defs).toMatchObject([{ type: 'gauge' }]);
  });

  it('is marked stale without a recorded value', () => {
    expect(values(decoded(oneMetric({ sum: [{ flags: 1 }] })))).toEqual([['m_total{}', 'stale']]);
  });

  it('has no start when that lies after its time', () => {
    expect(decoded(oneMetric({ sum: [{ int: 1n, start: T0 + 1 }] })).samples[0]?.['start']).toBe(0);
  });
});

describe('delta sum', () => {
  it.each([
    [true, 'counter', 'm_total{a="1"}'],
    [false, 'gauge', 'm{a="1"}'],
  ])('gives increments to the store, monotonic %s', (monotonic, type, name) => {
    const batch = decoded(
      oneMetric({
        temporality: 'delta',
        monotonic,
        sum: [
          { int: 3n, start: T0 - 10_000, attributes: { a: '1' } },
          { double: 0.5, ts: T0 + 1000, attributes: { a: '1' } },
        ],
      }),
    );
    expect(batch.samples).toEqual([]);
    expect(batch.deltas).toEqual([
      { series: batch.defs[0], ts: T0, start: T0 - 10_000, value: 3 },
      { series: batch.defs[0], ts: T0 + 1000, start: 0, value: 0.5 },
    ]);
    expect(batch.defs.map((def) => [seriesText(def), def.type])).toEqual([[name, type]]);
  });

  it('is marked stale by a sample', () => {
    const batch = decoded(oneMetric({ temporality: 'delta', sum: [{ flags: 1 }] }));
    expect(values(batch)).toEqual([['m_total{}', 'stale']]);
    expect(batch.deltas).toEqual([]);
  });
});

it('refuses a sum that does not say its temporality, by its number of points', () => {
  const batch = decoded(oneMetric({ temporality: 'unspecified', sum: [{ int: 1n }, { int: 2n }] }));
  expect(batch.samples).toEqual([]);
  expect(batch.rejected).toEqual([
    { count: 2, reason: 'metric "m": aggregation_temporality is neither delta nor cumulative' },
  ]);
});
