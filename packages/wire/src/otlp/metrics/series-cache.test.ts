import { dayOfMillis, epochDay, millis, parseTenant } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import { type Attributes, context, type MetricInput, oneMetric, request, T0 } from './request.testkit.js';
import { decoded, newDecoder } from './rows.testkit.js';

const DAY = dayOfMillis(millis(T0));
const gauge = (attributes: Attributes, name = 'm', ts = T0): MetricInput => ({
  name,
  gauge: [{ double: 1, ts, attributes }],
});

describe('series definitions', () => {
  it('are the same object from request to request', () => {
    const decoder = newDecoder();
    const body = request({
      resource: { 'service.name': 'shop', x: 'y' },
      metrics: [
        gauge({ a: '1' }),
        { name: 'h', histogram: [{ bounds: [1], counts: [1n, 2n], count: 3n, sum: 1 }] },
        { name: 's', summary: [{ quantiles: [[0.5, 1]] }] },
        { name: 'e', exponential: [{ count: 1n }] },
        { name: 'd', sum: [{ int: 1n }], temporality: 'delta' },
      ],
    });
    const first = decoded(body, decoder);
    const second = decoded(body, decoder);
    expect(first.defs).toHaveLength(1 + 4 + 3 + 1 + 1 + 1);
    expect(second.defs).toHaveLength(first.defs.length);
    second.defs.forEach((def, i) => expect(def).toBe(first.defs[i]));
    expect(second.deltas[0]?.series).toBe(first.deltas[0]?.series);
  });

  it('are left out of the batch for the day they are stored for', () => {
    const decoder = newDecoder();
    const use = (ts: number): unknown => {
      const result = decoder.decode(oneMetric(gauge({}, 'm', ts)), context);
      return result.ok && result.value.batch.series.map(({ days }) => [...days]);
    };
    const { defs } = decoded(oneMetric(gauge({})), decoder);
    expect(use(T0)).toEqual([[DAY]]);
    defs[0]!.storedDay = DAY;
    expect(use(T0)).toEqual([]);
    expect(use(T0 - 60_000_000)).toEqual([[epochDay(DAY - 1)]]);
    defs[0]!.storedDay = epochDay(DAY - 1);
    expect(use(T0)).toEqual([[DAY]]);
  });

  it('carry every day of the rows that use them', () => {
    const points = [T0, T0 - 60_000_000, T0 + 1].map((ts) => ({ double: 1, ts }));
    const result = newDecoder().decode(oneMetric({ gauge: points }), context);
    expect(result.ok && result.value.batch.series.map(({ days }) => [...days])).toEqual([[DAY, DAY - 1]]);
  });

  it.each<[string, MetricInput, MetricInput]>([
    ['names', gauge({}, 'a'), gauge({}, 'b')],
    ['attributes', gauge({ a: '1' }), gauge({ a: '2' })],
    ['units', { name: 'm', unit: 's', gauge: [{ int: 1n }] }, { name: 'm', unit: 'h', gauge: [{ int: 1n }] }],
    ['kinds', { name: 'm', gauge: [{ int: 1n }] }, { name: 'm', summary: [{ count: 1n }] }],
    ['monotonicity', { name: 'm', sum: [{ int: 1n }] }, { name: 'm', sum: [{ int: 1n }], monotonic: false }],
  ])('differ by %s', (_, one, two) => {
    const { defs } = decoded(request({ metrics: [one, two] }));
    expect(new Set(defs.map((def) => `${def.fingerprint.hi},${def.fingerprint.lo}`)).size).toBe(defs.length);
    expect(defs.length).toBeGreaterThanOrEqual(2);
  });

  it('belong to one tenant and one resource', () => {
    const decoder = newDecoder();
    const other = parseTenant('other');
    if (!other.ok) throw new Error(other.error);
    const body = request(
      { resource: { 'service.name': 'a' }, metrics: [gauge({})] },
      { resource: { 'service.name': 'b' }, metrics: [gauge({})] },
    );
    const mine = decoded(body, decoder);
    const theirs = decoded(body, decoder, { ...context, tenant: other.value });
    expect(mine.defs).toHaveLength(2);
    expect(theirs.samples.map((row) => row['tenant'])).toEqual(['other', 'other']);
    expect(theirs.defs.some((def) => mine.defs.includes(def))).toBe(false);
  });

  it('take new help or unit from the sender', () => {
    const decoder = newDecoder();
    const help = (description: string): string | undefined =>
      decoded(oneMetric({ description, gauge: [{ int: 1n }] }), decoder).defs[0]?.help;
    expect([help('one'), help('two')]).toEqual(['one', 'two']);
  });
});

describe('bound of the cache', () => {
  it('forgets the metrics that were not sent for longest', () => {
    const decoder = newDecoder({ maxCachedSeries: 6 });
    const def = (name: string): unknown => decoded(request({ metrics: [gauge({ a: 'x' }, name)] }), decoder).defs[0];
    // a family and a series each
    const [a, b] = [def('a'), def('b'), def('c')];
    expect(def('a')).toBe(a);
    def('d');
    expect(def('a')).toBe(a);
    expect(def('b')).not.toBe(b);
  });

  it('empties a metric that is larger than the bound by itself, and stores all its points', () => {
    const decoder = newDecoder({ maxCachedSeries: 50 });
    const points = Array.from({ length: 1_000 }, (_, i) => ({ int: 1n, attributes: { i: String(i) } }));
    for (const body of [
      oneMetric({ gauge: points }),
      oneMetric({ histogram: points.map(({ attributes }) => ({ attributes })) }),
    ]) {
      const batch = decoded(body, decoder);
      expect(batch.defs.length).toBe(batch.batch.samples.count);
      expect(batch.rejected).toEqual([]);
    }
  });

  it('counts long labels more than once', () => {
    const decoder = newDecoder({ maxCachedSeries: 100 });
    const send = (i: number): unknown =>
      decoded(oneMetric(gauge({ a: 'x'.repeat(10_000), i: String(i) })), decoder).defs[0];
    const first = send(0);
    expect(send(0)).toBe(first);
    for (let i = 1; i < 8; i++) send(i);
    expect(send(0)).not.toBe(first);
  });
});
