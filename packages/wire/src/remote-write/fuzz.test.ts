import { describe, expect, it } from 'vitest';
import { requestV1, requestV2, type SeriesInput } from './request.testkit.js';
import { ANY_TIME, decoded, newDecoder, T0 } from './rows.testkit.js';

/** Mutated requests; BONGSU_FUZZ sets another number for a long run. */
const ROUNDS = Number(process.env['BONGSU_FUZZ'] ?? 20_000);

/** Every field of both versions. */
const everything: readonly SeriesInput[] = [
  {
    labels: { __name__: 'http_requests_total', job: '주문', instance: 'a:80' },
    samples: [
      { t: T0, v: 1, start: T0 - 1000 },
      { t: T0 + 15_000, v: 'stale' },
    ],
    exemplars: [{ labels: { trace_id: '0af7651916cd43dd8448eb211c80319c' }, v: 0.5, t: T0 }],
    metadata: { type: 1, help: 'help', unit: 's' },
  },
  {
    labels: { __name__: 'h' },
    histograms: [
      {
        t: T0,
        start: T0 - 5,
        count: 7,
        sum: 1,
        schema: 10,
        zeroThreshold: 0.1,
        zeroCount: 1,
        positiveSpans: [
          [-3, 2],
          [300, 1],
        ],
        positiveDeltas: [1, 1, -1],
        negativeSpans: [[0, 1]],
        negativeDeltas: [2],
        resetHint: 1,
      },
      { t: T0 + 1, countFloat: 1, positiveSpans: [[0, 1]], positiveCounts: [1], customValues: [1], schema: -53 },
    ],
  },
];
const bodies = {
  1: requestV1(everything, [{ type: 1, family: 'http_requests', help: 'h', unit: 's' }]),
  2: requestV2(everything),
} as const;

describe.each([1, 2] as const)('damaged requests of version %i', (version) => {
  const whole = bodies[version];

  it('truncated at every byte are errors or shorter requests, never a crash', () => {
    const decoder = newDecoder();
    let errors = 0;
    for (let length = 0; length < whole.length; length++) {
      if (!decoder.decode(whole.subarray(0, length), version, ANY_TIME).ok) errors++;
    }
    expect(errors).toBeGreaterThan(whole.length / 2);
    expect(decoded(whole, version, { context: ANY_TIME, decoder })).toMatchObject({ problems: '' });
  });

  it(`mutated ${ROUNDS} times are errors or batches that read back`, { timeout: 60_000 + ROUNDS * 5 }, () => {
    const decoder = newDecoder(200);
    let seed = 20_261_126;
    const random = (below: number): number => {
      // xorshift32 (Marsaglia): the same mutations in every run
      seed ^= seed << 13;
      seed ^= seed >>> 17;
      seed ^= seed << 5;
      return (seed >>> 0) % below;
    };
    const outcomes = { batches: 0, errors: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const body = Uint8Array.from(whole);
      for (let i = 1 + random(4); i > 0; i--) {
        const at = random(body.length);
        if (random(4) === 0) body.copyWithin(at, random(body.length), random(body.length));
        else body[at] = random(3) === 0 ? random(256) : body[at]! ^ (1 << random(8));
      }
      if (!decoder.decode(body, version, ANY_TIME).ok) {
        outcomes.errors++;
        continue;
      }
      outcomes.batches++;
      const read = decoded(body, version, { context: ANY_TIME });
      expect(read.problems.length).toBeLessThan(60_000);
    }
    expect(outcomes.batches).toBeGreaterThan(ROUNDS / 20);
    expect(outcomes.errors).toBeGreaterThan(ROUNDS / 20);
  });
});
