import { describe, expect, it } from 'vitest';
import { context, type PointInput, request, T0 } from './request.testkit.js';
import { decoded, newDecoder } from './rows.testkit.js';

/** Mutated requests; BONGSU_FUZZ sets another number for a long run. */
const ROUNDS = Number(process.env['BONGSU_FUZZ'] ?? 20_000);

const point: PointInput = {
  start: T0 - 1000,
  attributes: { 'http.route': '/주문', n: 3n, d: 0.5, b: true, x: new Uint8Array([1]), e: null },
  exemplars: [
    {
      double: 0.5,
      ts: T0,
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      attributes: { u: 'v' },
    },
  ],
};

/** Every kind of data with every field. */
const everything = request({
  resource: { 'service.name': 'shop', 'host.name': 'h' },
  scope: { name: 'lib', version: '1', attributes: { a: 'b' } },
  metrics: [
    { name: 'g', description: 'd', unit: 'By/s', gauge: [{ ...point, double: 1 }, { flags: 1 }] },
    { name: 'c', unit: '1', sum: [{ ...point, int: 5n }] },
    { name: 'd', sum: [{ ...point, int: 5n }], temporality: 'delta', monotonic: false },
    { name: 'h', unit: 's', histogram: [{ ...point, count: 6n, sum: 1, bounds: [1, 2], counts: [1n, 2n, 3n] }] },
    {
      name: 'e',
      exponential: [
        {
          ...point,
          count: 6n,
          sum: 1,
          scale: 10,
          zeroCount: 1n,
          zeroThreshold: 0.1,
          positive: { offset: -3, counts: [1n, 0n, 0n, 0n, 0n, 300n] },
          negative: { offset: 3, counts: [1n] },
        },
      ],
    },
    { name: 's', summary: [{ ...point, count: 6n, sum: 1, quantiles: [[0.5, 1]] }] },
  ],
});

describe('damaged requests', () => {
  it('truncated at every byte are errors or shorter requests, never a crash', () => {
    const whole = decoded(everything);
    expect(whole.rejected).toEqual([]);
    const decoder = newDecoder();
    for (let length = 0; length < everything.length; length++) {
      const result = decoder.decode(everything.subarray(0, length), context);
      // one resource block: only nothing at all is a whole message
      expect(result.ok).toBe(length === 0);
      if (!result.ok) expect(result.error.message).toMatch(/byte \d+/);
    }
    expect(decoded(everything, decoder).samples).toEqual(whole.samples);
  });

  it('truncated between resources give what is whole', () => {
    const two = new Uint8Array([...everything, ...everything]);
    expect(decoded(two.subarray(0, everything.length)).samples).toHaveLength(decoded(everything).samples.length);
  });

  it(`mutated ${ROUNDS} times are errors or batches that read back`, { timeout: 60_000 + ROUNDS * 5 }, () => {
    const decoder = newDecoder({ maxCachedSeries: 200 });
    let seed = 20_250_926;
    const random = (below: number): number => {
      // xorshift32 (Marsaglia): the same mutations in every run
      seed ^= seed << 13;
      seed ^= seed >>> 17;
      seed ^= seed << 5;
      return (seed >>> 0) % below;
    };
    const outcomes = { batches: 0, errors: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const body = Uint8Array.from(everything);
      for (let i = 1 + random(4); i > 0; i--) {
        const at = random(body.length);
        if (random(4) === 0) body.copyWithin(at, random(body.length), random(body.length));
        else body[at] = random(3) === 0 ? random(256) : body[at]! ^ (1 << random(8));
      }
      const result = decoder.decode(body, context);
      if (!result.ok) {
        outcomes.errors++;
        continue;
      }
      outcomes.batches++;
      // Reads every row back and finds the series of each.
      decoded(body);
      for (const { count, reason } of result.value.rejected) {
        expect(count).toBeGreaterThanOrEqual(0);
        expect(reason.length).toBeLessThan(1_000);
      }
    }
    expect(outcomes.batches).toBeGreaterThan(ROUNDS / 20);
    expect(outcomes.errors).toBeGreaterThan(ROUNDS / 20);
  });
});
