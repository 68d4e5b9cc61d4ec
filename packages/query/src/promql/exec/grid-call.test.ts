import { durationMs, millis, RowWriter, SAMPLE_ROW, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { queryRange, type Executor } from '../query.js';
import { PUSHED } from './grid-call.js';
import type { MatrixSeries } from './value.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

type Sample = readonly [gapMs: number, value: number | 'stale'];

const value = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom<number | 'stale'>('stale', 'stale', NaN, Infinity, -Infinity, 1e17, 0, -0) },
);
// Regular, jittered, with pauses, and now and then two samples at one time.
const gap = fc.oneof(fc.constant(15_000), fc.integer({ min: 14_000, max: 16_000 }), fc.constantFrom(0, 1, 400_000));
const samples: fc.Arbitrary<readonly Sample[]> = fc.array(fc.tuple(gap, value), { minLength: 1, maxLength: 60 });

const WRAPPED = ['sum(rate(#))', 'avg(increase(#))', 'count(irate(#))', 'max without (s) (rate(#))'];
const CALLS = [...[...PUSHED.keys()].map((name) => `${name}(#)`), ...WRAPPED].map(
  (text) => (window: string) => text.replace('#', window),
);

let tenants = 0;

/** Stores series of `m_total`, the first sample at `first`; returns the tenant made for them. */
async function store(series: readonly (readonly Sample[])[], first: number): Promise<Tenant> {
  const tenant = `grid-${++tenants}` as Tenant;
  const rows = new RowWriter();
  const listed: Record<string, unknown>[] = [];
  series.forEach((own, s) => {
    const days = new Set<string>();
    let time = first;
    for (const [delay, sample] of own) {
      time += delay;
      days.add(new Date(time).toISOString().slice(0, 10));
      rows.text(tenant);
      rows.text('m_total');
      rows.u64(s, 7);
      rows.i64(time);
      if (sample === 'stale') rows.u64(2, 0x7ff00000);
      else rows.f64(sample);
      rows.i64(0);
    }
    const fingerprint = String((7n << 32n) | BigInt(s));
    for (const day of days) listed.push({ tenant, metric: 'm_total', fingerprint, day, labels: { s: String(s) } });
  });
  await engine.insertJson('metric_series', listed);
  await engine.insertBinary('samples', SAMPLE_ROW, rows.take());
  return tenant;
}

/** Equal to twelve digits of the larger, or of what the terms of a sum may have been. */
function close(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)) + 1e-10;
}

function differences(a: readonly MatrixSeries[], b: readonly MatrixSeries[]): string[] {
  const shown = (all: readonly MatrixSeries[]): string =>
    all.map((s) => `${s.labels.toString()}@${s.times.join(',')}`).join('; ');
  if (shown(a) !== shown(b)) return [`${shown(a)} against ${shown(b)}`];
  return a.flatMap((s, i) =>
    [...s.values].flatMap((v, j) => (close(v, b[i]!.values[j]!) ? [] : [`${v} against ${b[i]!.values[j]!}`])),
  );
}

it('gives in the engine what the evaluator gives in memory', async () => {
  const step = fc.constantFrom(1000, 7000, 15_000, 60_000);
  const range = fc.constantFrom(15_000, 30_000, 31_001, 60_000, 300_000);
  const offset = fc.constantFrom(0, 5000, -60_000);
  const start = fc.integer({ min: -100_000, max: 900_000 });
  // Some series begin before 1970.
  const epoch = fc.constantFrom(0, -200_000, Date.UTC(2026, 1, 1) - 300_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(samples, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...CALLS),
      fc.record({ step, range, offset, start, epoch }),
      async (series, func, g) => {
        const tenant = await store(series, g.epoch);
        const request = {
          query: func(`m_total[${g.range}ms] offset ${g.offset}ms`),
          start: millis(g.epoch + g.start),
          end: millis(g.epoch + g.start + 20 * g.step),
          step: durationMs(g.step),
          tenant,
          limits: { maxSamples: 1_000_000 },
        };
        const computed = async (executor: Executor): Promise<readonly MatrixSeries[]> => {
          const answer = await queryRange({ ...request, executor }, engine.runner);
          if (!answer.ok) throw new Error(answer.error.message);
          if (answer.value.value.type !== 'matrix') throw new Error('no matrix');
          return answer.value.value.series;
        };
        const memory = await computed('memory');
        expect(differences(await computed('engine'), memory)).toEqual([]);
        expect(differences(await computed('auto'), memory)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
