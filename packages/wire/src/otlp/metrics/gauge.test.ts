import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { oneMetric, request, T0 } from './request.testkit.js';
import { decoded, newDecoder, values } from './rows.testkit.js';

describe('gauge', () => {
  it('writes every column', () => {
    const batch = decoded(
      request({
        resource: { 'service.name': 'shop' },
        metrics: [
          {
            name: 'room.temperature',
            description: '방 온도',
            unit: 'Cel',
            gauge: [{ double: 21.5, ts: T0 + 1.9, start: T0 - 1000, attributes: { room: 'a' } }],
          },
        ],
      }),
    );
    expect(batch.samples).toEqual([
      {
        tenant: 'default',
        metric: 'room_temperature_celsius',
        fingerprint: expect.any(BigInt) as bigint,
        ts: T0 + 1,
        value: 21.5,
        start: T0 - 1000,
        series: 'room_temperature_celsius{job="shop",room="a"}',
      },
    ]);
    expect(batch.defs).toMatchObject([{ type: 'gauge', unit: 'Cel', help: '방 온도', storedDay: undefined }]);
    expect(batch.batch).toMatchObject({ signal: 'metrics', tenant: 'default', samples: { count: 1 } });
    expect(batch.rejected).toEqual([]);
  });

  it.each([
    ['an integer', { int: 42n }, 42],
    ['a negative integer', { int: -1n }, -1],
    ['the largest exact integer', { int: 9_007_199_254_740_991n }, 9_007_199_254_740_991],
    ['the largest int64, rounded to nearest', { int: 9_223_372_036_854_775_807n }, 2 ** 63],
    ['the smallest int64', { int: -9_223_372_036_854_775_808n }, -(2 ** 63)],
    ['an int64 that rounds to even', { int: 9_007_199_254_740_993n }, 9_007_199_254_740_992],
    ['zero', { double: 0 }, 0],
    ['minus zero', { double: -0 }, -0],
    ['infinity', { double: Infinity }, Infinity],
    ['minus infinity', { double: -Infinity }, -Infinity],
    ['NaN', { double: NaN }, NaN],
    ['the smallest double', { double: 5e-324 }, 5e-324],
  ])('keeps %s', (_, value, expected) => {
    expect(values(decoded(oneMetric({ gauge: [value] })))).toEqual([['m{}', expected]]);
  });

  it('keeps the bits of a stale marker that comes as a value', () => {
    const w = new ProtobufWriter();
    const marks = [w.begin(1), w.begin(2), w.begin(2)];
    w.string(1, 'm');
    marks.push(w.begin(5), w.begin(1));
    w.fixed64(3, BigInt(T0) * 1_000_000n);
    w.fixed64(4, 0x7ff0_0000_0000_0002n);
    for (const mark of marks.reverse()) w.end(mark);
    expect(values(decoded(w.finish()))).toEqual([['m{}', 'stale']]);
  });

  it('writes the stale marker for a point without a recorded value', () => {
    const body = oneMetric({ gauge: [{ flags: 1 }, { flags: 1, double: 3, ts: T0 + 1 }, { flags: 2, double: 4 }] });
    expect(values(decoded(body))).toEqual([
      ['m{}', 'stale'],
      ['m{}', 'stale'],
      ['m{}', 4],
    ]);
  });

  it('refuses a point that has neither a value nor the flag', () => {
    const batch = decoded(oneMetric({ gauge: [{}, { double: 1 }] }));
    expect(values(batch)).toEqual([['m{}', 1]]);
    expect(batch.rejected).toEqual([{ count: 1, reason: 'metric "m": a data point has no value' }]);
  });

  it('is named a ratio when its unit is 1', () => {
    const batch = decoded(oneMetric({ name: 'cpu.utilization', unit: '1', gauge: [{ double: 0.5 }] }));
    expect(batch.defs[0]?.metric).toBe('cpu_utilization_ratio');
  });

  it('makes labels of attributes of every type', () => {
    const attributes = {
      text: '값',
      int: 9_223_372_036_854_775_807n,
      double: 0.1,
      bool: true,
      bytes: new Uint8Array([1, 2]),
      none: null,
      empty: '',
      __name__: 'other',
      'a.b': '2',
      'a-b': '1',
    };
    const { defs } = decoded(oneMetric({ gauge: [{ double: 1, attributes }] }));
    expect(defs[0]?.metric).toBe('m');
    expect(defs[0]?.labels).toEqual({
      text: '값',
      int: '9223372036854775807',
      double: '0.1',
      bool: 'true',
      bytes: 'AQI=',
      a_b: '1;2',
    });
  });

  it('takes the other strategies', () => {
    const body = oneMetric({ name: 'a.b', unit: 's', gauge: [{ double: 1, attributes: { 'c.d': '1' } }] });
    const decoder = newDecoder({ translation: { strategy: 'NoTranslation' } });
    expect(values(decoded(body, decoder))).toEqual([['a.b{c.d="1"}', 1]]);
  });
});
