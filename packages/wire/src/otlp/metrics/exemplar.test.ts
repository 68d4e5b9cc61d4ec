import { describe, expect, it } from 'vitest';
import { type ExemplarInput, type MetricInput, oneMetric, T0 } from './request.testkit.js';
import { decoded, type ReadBatch } from './rows.testkit.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

const onCounter = (...exemplars: ExemplarInput[]): ReadBatch => decoded(oneMetric({ sum: [{ int: 1n, exemplars }] }));

describe('exemplar', () => {
  it('writes every column', () => {
    const batch = onCounter({
      double: 0.25,
      ts: T0 - 1500,
      traceId: TRACE,
      spanId: SPAN,
      attributes: { 'user.id': '아무개', n: 3n },
    });
    expect(batch.exemplars).toEqual([
      {
        tenant: 'default',
        metric: 'm_total',
        fingerprint: expect.any(BigInt) as bigint,
        series: 'm_total{}',
        ts: T0 - 1500,
        value: 0.25,
        trace_id: TRACE,
        span_id: SPAN,
        labels: { 'user.id': '아무개', n: '3' },
      },
    ]);
    expect(batch.batch.exemplars.count).toBe(1);
    expect(batch.rejected).toEqual([]);
  });

  it.each([
    ['an integer', { int: -3n }, { value: -3, ts: T0, trace_id: NO_TRACE, span_id: NO_SPAN, labels: {} }],
    ['zero ids', { int: 1n, traceId: NO_TRACE, spanId: NO_SPAN }, { trace_id: NO_TRACE, span_id: NO_SPAN }],
    ['a span without a trace', { int: 1n, spanId: SPAN }, { trace_id: NO_TRACE, span_id: SPAN }],
    ['NaN', { double: NaN }, { value: NaN }],
    [
      'labels named as ids',
      { int: 1n, traceId: TRACE, attributes: { trace_id: 'x', span_id: 'y' } },
      { labels: { span_id: 'y' } },
    ],
    ['labels of 128 characters', { int: 1n, attributes: { k: '값'.repeat(127) } }, { labels: { k: '값'.repeat(127) } }],
    ['longer labels', { int: 1n, attributes: { k: '값'.repeat(128) } }, { labels: {} }],
    [
      'longer labels with ids',
      { int: 1n, traceId: TRACE, spanId: SPAN, attributes: { k: 'v'.repeat(65) } },
      { labels: {} },
    ],
    [
      'just fitting labels with ids',
      { int: 1n, traceId: TRACE, spanId: SPAN, attributes: { k: 'v'.repeat(64) } },
      { labels: { k: 'v'.repeat(64) } },
    ],
  ])('takes %s', (_, exemplar, expected) => {
    expect(onCounter(exemplar).exemplars).toMatchObject([expected]);
  });

  it.each([
    [{ int: 1n, traceId: 'abcd' }, 'trace_id is not 16 bytes (32 hex digits in JSON)'],
    [{ int: 1n, spanId: TRACE }, 'span_id is not 8 bytes (16 hex digits in JSON)'],
    [{ traceId: TRACE }, 'it has no value'],
    [
      { int: 1n, ts: T0 + 3_600_000 },
      'time_unix_nano of an exemplar is after 2025-10-09T09:03:20.000Z, the newest time that is accepted',
    ],
    [{ int: 1n, attributes: { '': 'x' } }, 'an attribute has no name'],
  ])('is left out with a warning, its point is kept (%#)', (bad, problem) => {
    const batch = onCounter(bad, { int: 2n });
    expect(batch.samples).toHaveLength(1);
    expect(batch.exemplars).toMatchObject([{ value: 2 }]);
    expect(batch.rejected).toEqual([{ count: 0, reason: `metric "m": an exemplar is left out: ${problem}` }]);
  });

  it('belongs to the bucket that its value falls into', () => {
    const exemplars = [-1, 1, 1.5, 2, 2.5, Infinity, NaN].map((double) => ({ double }));
    const batch = decoded(oneMetric({ histogram: [{ bounds: [1, 2], counts: [1n, 1n, 1n], exemplars }] }));
    expect(batch.exemplars.map((row) => [row['value'], row['series']])).toEqual([
      [-1, 'm_bucket{le="1"}'],
      [1, 'm_bucket{le="1"}'],
      [1.5, 'm_bucket{le="2"}'],
      [2, 'm_bucket{le="2"}'],
      [2.5, 'm_bucket{le="+Inf"}'],
      [Infinity, 'm_bucket{le="+Inf"}'],
      [NaN, 'm_bucket{le="+Inf"}'],
    ]);
  });

  it.each<[string, MetricInput]>([
    ['gauge', { gauge: [{ int: 1n, exemplars: [{ int: 1n }] }] }],
    ['delta sum', { temporality: 'delta', sum: [{ int: 1n, exemplars: [{ int: 1n }] }] }],
    ['delta histogram', { temporality: 'delta', histogram: [{ count: 1n, exemplars: [{ int: 1n }] }] }],
  ])('is kept on a %s', (_, metric) => {
    expect(decoded(oneMetric(metric)).exemplars).toHaveLength(1);
  });

  it('goes with its point when that is refused', () => {
    const batch = decoded(oneMetric({ sum: [{ exemplars: [{ int: 1n }] }] }));
    expect(batch.exemplars).toEqual([]);
    expect(batch.rejected).toMatchObject([{ count: 1 }]);
  });

  it('defines its series for its own day too', () => {
    const batch = decoded(oneMetric({ sum: [{ int: 1n, exemplars: [{ int: 1n, ts: T0 - 40_000_000 }] }] }));
    expect(batch.batch.series.map(({ days }) => days.size)).toEqual([2]);
  });
});
