import { millis, nanos } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { context, type MetricInput, oneMetric, request, T0 } from './request.testkit.js';
import { decoded, newDecoder, type ReadBatch, values } from './rows.testkit.js';

const good: MetricInput = { name: 'good', gauge: [{ double: 1 }] };

/** One metric beside a good one, which must be stored. */
function beside(metric: MetricInput): ReadBatch['rejected'] {
  const batch = decoded(request({ metrics: [metric, good] }));
  expect(values(batch)).toEqual([['good{}', 1]]);
  return batch.rejected;
}

describe('what is refused by name', () => {
  it.each<[string, MetricInput, number, string]>([
    ['no name', { gauge: [{ int: 1n }, { int: 2n }] }, 2, 'metric "": it has no name'],
    ['an empty name', { name: '', sum: [{ int: 1n }] }, 1, 'metric "": it has no name'],
    ['no data', { name: 'm' }, 1, 'metric "m": it has no data, or data of a kind that is not known'],
    [
      'a name of which nothing is left',
      { name: '요청', unit: 's', sum: [{ int: 1n }] },
      1,
      'metric "요청": no character of its name is left after translation (use the strategy NoUTF8EscapingWithSuffixes or NoTranslation)',
    ],
    [
      'an attribute without a name',
      { name: 'm', gauge: [{ int: 1n, attributes: { '': 'x' } }] },
      1,
      'metric "m": an attribute has no name',
    ],
    [
      'a time before the window',
      { name: 'm', summary: [{ ts: T0 - 86_400_001 }] },
      1,
      'metric "m": time_unix_nano is before 2025-10-08T08:53:20.000Z, the oldest time that is accepted',
    ],
    [
      'a time after the window',
      { name: 'm', histogram: [{ ts: T0 + 600_001 }] },
      1,
      'metric "m": time_unix_nano is after 2025-10-09T09:03:20.000Z, the newest time that is accepted',
    ],
    [
      'the year 2200',
      { name: 'm', exponential: [{ ts: Date.UTC(2200, 0) }] },
      1,
      'metric "m": time_unix_nano is after 2025-10-09T09:03:20.000Z, the newest time that is accepted',
    ],
  ])('%s', (_, metric, count, reason) => {
    expect(beside(metric)).toEqual([{ count, reason }]);
  });

  it('10,000 attributes', () => {
    const attributes = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`a${i}`, '1']));
    expect(beside({ name: 'm', gauge: [{ int: 1n, attributes }] })).toEqual([
      {
        count: 1,
        reason:
          'metric "m": 10000 attributes exceeds the limit of 1000 attributes (raise limits.otlp.attributesPerRecord)',
      },
    ]);
  });

  it('every point of a resource over a limit, none of the next', () => {
    const decoder = newDecoder({
      limits: { ...DEFAULT_OTLP_LIMITS, attributesPerRecord: { ...DEFAULT_OTLP_LIMITS.attributesPerRecord, value: 1 } },
    });
    const points = [{ int: 1n }, { int: 2n }];
    const batch = decoded(
      request({ resource: { a: '1', b: '2' }, metrics: [{ name: 'm', gauge: points }] }, { metrics: [good] }),
      decoder,
    );
    expect(values(batch)).toEqual([['good{}', 1]]);
    expect(batch.rejected).toMatchObject([{ count: 2 }]);
    expect(batch.rejected[0]?.reason).toContain('resource: 2 attributes exceeds the limit of 1');
  });

  it('shortens long names in reasons', () => {
    const [rejection] = beside({ name: 'x'.repeat(10_000), gauge: [{}] });
    expect(rejection?.reason.length).toBeLessThan(300);
  });

  it('nothing for a metric with data of no points', () => {
    expect(beside({ name: 'm', gauge: [] })).toEqual([]);
  });
});

describe('text that is not UTF-8', () => {
  const bad = new Uint8Array([0x61, 0xff]);

  function withBytes(where: 'name' | 'unit' | 'key' | 'value'): Uint8Array {
    const w = new ProtobufWriter();
    const marks = [w.begin(1), w.begin(2), w.begin(2)];
    if (where === 'name') w.bytes(1, bad);
    else w.string(1, 'm');
    if (where === 'unit') w.bytes(3, bad);
    marks.push(w.begin(5), w.begin(1));
    w.fixed64(3, BigInt(T0) * 1_000_000n);
    w.double(4, 1);
    const attribute = w.begin(7);
    if (where === 'key') w.bytes(1, bad);
    else w.string(1, 'k');
    const value = w.begin(2);
    if (where === 'value') w.bytes(1, bad);
    else w.string(1, 'v');
    w.end(value);
    w.end(attribute);
    for (const mark of marks.reverse()) w.end(mark);
    return w.finish();
  }

  it.each(['name', 'unit', 'key', 'value'] as const)('in a %s refuses the points', (where) => {
    const decoder = newDecoder();
    for (let i = 0; i < 2; i++) {
      const batch = decoded(withBytes(where), decoder);
      expect(batch.samples).toEqual([]);
      expect(batch.rejected).toMatchObject([{ count: 1 }]);
      expect(batch.rejected[0]?.reason).toContain('a string is not valid UTF-8');
    }
  });
});

describe('times', () => {
  it('0 is now', () => {
    expect(decoded(oneMetric({ gauge: [{ ts: 0, double: 1 }] })).samples[0]?.['ts']).toBe(T0 + 5_000);
  });

  it('both ends of the window are in it', () => {
    const points = [T0 - 86_400_000, T0 + 600_000].map((ts) => ({ ts, double: 1 }));
    expect(decoded(oneMetric({ gauge: points })).samples).toHaveLength(2);
  });

  it('an open window takes any time a column can hold', () => {
    const open = { ...context, window: { oldest: millis(-Infinity), newest: millis(Infinity) } };
    const year = (y: number): number => Date.UTC(y, 0);
    const body = oneMetric({ gauge: [year(1971), year(2200), year(2300)].map((ts) => ({ ts, double: 1 })) });
    const batch = decoded(body, newDecoder(), open);
    expect(batch.samples.map((row) => row['ts'])).toEqual([year(1971), year(2200)]);
    expect(batch.rejected).toMatchObject([{ count: 1 }]);
  });

  it('the clock of the request may be anything', () => {
    const early = { ...context, now: nanos(0n) };
    expect(decoded(oneMetric({ gauge: [{ double: 1 }] }), newDecoder(), early).samples).toHaveLength(1);
  });
});

describe('the message', () => {
  it('may be empty', () => {
    const batch = decoded(new Uint8Array(0));
    expect(batch.batch).toMatchObject({ samples: { count: 0 }, histograms: { count: 0 }, exemplars: { count: 0 } });
    expect(batch.rejected).toEqual([]);
  });

  it('may have fields in any order and unknown ones between', () => {
    const w = new ProtobufWriter();
    w.string(99, 'unknown');
    const resourceMetrics = w.begin(1);
    const scopeMetrics = w.begin(2);
    const metric = w.begin(2);
    const sum = w.begin(7);
    w.bool(3, true);
    w.uint32(2, 2);
    const point = w.begin(1);
    const attribute = (key: string): void => {
      const mark = w.begin(7);
      const value = w.begin(2);
      w.string(1, 'v');
      w.end(value);
      w.string(1, key);
      w.end(mark);
    };
    attribute('a');
    w.double(4, 2);
    w.fixed32(77, 1);
    attribute('b');
    w.fixed64(3, BigInt(T0) * 1_000_000n);
    w.end(point);
    w.end(sum);
    w.string(3, 'By');
    w.string(1, 'io');
    w.end(metric);
    w.end(scopeMetrics);
    const resource = w.begin(1);
    const name = w.begin(1);
    w.string(1, 'service.name');
    const value = w.begin(2);
    w.string(1, 'shop');
    w.end(value);
    w.end(name);
    w.end(resource);
    w.end(resourceMetrics);
    const decoder = newDecoder();
    const first = decoded(w.finish(), decoder);
    expect(values(first)).toEqual([['io_bytes_total{a="v",b="v",job="shop"}', 2]]);
    expect(decoded(w.finish(), decoder).defs[0]).toBe(first.defs[0]);
  });

  it('is an error when a packed array is cut inside a number', () => {
    const w = new ProtobufWriter();
    const marks = [w.begin(1), w.begin(2), w.begin(2)];
    w.string(1, 'm');
    marks.push(w.begin(9));
    w.uint32(2, 2);
    marks.push(w.begin(1));
    w.bytes(6, new Uint8Array(12));
    for (const mark of marks.reverse()) w.end(mark);
    const result = newDecoder().decode(w.finish(), context);
    expect(result).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });

  it('gives batches that later requests do not touch', () => {
    const decoder = newDecoder();
    const first = decoder.decode(oneMetric({ gauge: [{ double: 1 }] }), context);
    const copy = first.ok ? Buffer.from(first.value.batch.samples.bytes) : undefined;
    decoder.decode(oneMetric({ name: 'other', gauge: [{ double: 2 }] }), context);
    expect(first.ok && Buffer.from(first.value.batch.samples.bytes)).toEqual(copy);
  });

  it('may be a view into a larger buffer', () => {
    const body = oneMetric({ histogram: [{ count: 1n, sum: 1.5, bounds: [1], counts: [1n, 0n] }] });
    const larger = new Uint8Array(body.length + 20).fill(255);
    larger.set(body, 13);
    expect(values(decoded(larger.subarray(13, 13 + body.length)))).toEqual(values(decoded(body)));
  });
});
