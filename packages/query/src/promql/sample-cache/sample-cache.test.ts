import { millis, RowWriter, SAMPLE_ROW, systemClock, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { Budget } from '../exec/budget.js';
import { fetchSamples } from '../exec/fetch.js';
import { PRODUCTION_FEATURES } from '../syntax/index.js';
import { newestSample } from './newest-sample.js';
import { BLOCK_MS } from './sample-block.js';
import { SampleCache } from './sample-cache.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => engine.clear());

const TENANT = 't' as Tenant;
const METRICS = ['a_total', 'b'] as const;
const SERIES = 3;
/** At the end of a day, so that blocks of two days are asked for, too. */
const T0 = 20_000 * 86_400_000 - BLOCK_MS;

interface Row {
  readonly metric: string;
  readonly series: number;
  /** Seconds from T0. */
  readonly at: number;
  readonly bits: bigint;
}

const bitsOf = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!;
const STALE = 0x7ff0000000000002n;

function rowBytes(rows: readonly Row[]): Uint8Array {
  const writer = new RowWriter();
  for (const { metric, series, at, bits } of rows) {
    writer.text(TENANT);
    writer.text(metric);
    writer.u64(series + 1, METRICS.indexOf(metric as 'b') + 1);
    writer.i64(T0 + at * 1000);
    writer.u64(Number(bits & 0xffffffffn), Number(bits >> 32n));
    writer.i64(0);
  }
  return writer.take();
}

async function storeSeries(): Promise<void> {
  await engine.insertJson(
    'metric_series',
    METRICS.flatMap((metric, m) =>
      Array.from({ length: 2 * SERIES }, (_, i) => ({
        tenant: TENANT,
        metric,
        fingerprint: String((BigInt(m + 1) << 32n) | BigInt((i >> 1) + 1)),
        day: ['2024-10-03', '2024-10-04'][i & 1],
        labels: { series: `${i >> 1}` },
      })),
    ),
  );
}

/** What a query for all series of a metric sees, to the bit. `from` exclusive, `to` inclusive. */
async function seen(metric: string, from: number, to: number, cache?: SampleCache): Promise<unknown> {
  const fetch = {
    id: 0,
    matchers: [{ name: '__name__', op: '=' as const, value: metric }],
    after: millis(T0 + from * 1000),
    until: millis(T0 + to * 1000),
    placement: { where: 'clickhouse' as const, why: '' },
  };
  const budget = new Budget(1_000_000, undefined);
  const context = { tenant: TENANT, runner: engine.runner, budget, features: PRODUCTION_FEATURES };
  const found = await fetchSamples(fetch, cache ? { ...context, samples: cache } : context);
  return found.map(({ labels, times, values, stale }) => ({
    labels: labels.toString(),
    times: [...times],
    values: [...new BigUint64Array(values.slice().buffer)],
    stale: stale && [...stale],
  }));
}

async function store(rows: readonly Row[]): Promise<Uint8Array> {
  const bytes = rowBytes(rows);
  await engine.insertBinary('samples', SAMPLE_ROW, bytes);
  return bytes;
}

const BLOCK_S = BLOCK_MS / 1000;
const second = fc.oneof(
  fc.integer({ min: 0, max: 4 * BLOCK_S }).map((at) => at - (at % 15)),
  fc.integer({ min: 0, max: 4 }).map((block) => block * BLOCK_S),
);
const bits = fc.oneof(
  fc.integer({ min: -5, max: 70_000 }).map(bitsOf),
  fc.integer({ min: 0, max: 99_999 }).map((n) => bitsOf(n / 100)),
  fc.double().map(bitsOf),
  fc.constantFrom(STALE, bitsOf(NaN), 0x7ff8000000000001n, 0xfff8000000000000n, bitsOf(-0), bitsOf(Infinity)),
);
const row = fc.record({
  metric: fc.constantFrom(...METRICS),
  series: fc.integer({ min: 0, max: SERIES - 1 }),
  at: second,
  bits,
});
const rows = fc.oneof(
  fc.array(row, { minLength: 1, maxLength: 12 }),
  // A scrape: all series at one time.
  fc
    .tuple(fc.constantFrom(...METRICS), second, bits)
    .map(([metric, at, value]): Row[] =>
      Array.from({ length: SERIES }, (_, series) => ({ metric, series, at, bits: value })),
    ),
);
const range = fc.tuple(second, second).map(([a, b]): readonly [number, number] => [Math.min(a, b) - 1, Math.max(a, b)]);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('store' as const), rows }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('query' as const), metric: fc.constantFrom(...METRICS), range }),
  },
  // Stored while a query that was asked before is still being answered.
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('race' as const), metric: fc.constantFrom(...METRICS), range, rows }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('doubt' as const), rows, stored: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const) }) },
);

it('is never told from the engine, whatever is stored, deleted and let go of', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(4_000, 20_000, 10_000_000),
      fc.option(rows, { nil: undefined }),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      async (maxBytes, before, steps) => {
        await engine.clear();
        await storeSeries();
        if (before) await store(before);
        const cache = new SampleCache({ maxBytes, clock: systemClock() });
        const newest = await newestSample(engine.runner);
        if (!newest.ok) throw new Error(newest.error.message);
        cache.begin(newest.value);
        for (const one of steps) {
          switch (one.kind) {
            case 'store':
              cache.written([await store(one.rows)]);
              break;
            case 'query':
              break;
            case 'race': {
              const asked = Promise.all([
                seen(one.metric, one.range[0], one.range[1], cache),
                seen(one.metric, one.range[0], one.range[1], cache),
              ]);
              cache.written([await store(one.rows)]);
              await asked;
              break;
            }
            case 'doubt':
              cache.doubted([one.stored ? await store(one.rows) : rowBytes(one.rows)]);
              break;
            case 'delete':
              await engine.clear();
              cache.clear();
              await storeSeries();
          }
          const asked = 'range' in one ? one : { metric: METRICS[0], range: [-1, 5 * BLOCK_S] as const };
          expect(await seen(asked.metric, asked.range[0], asked.range[1], cache)).toEqual(
            await seen(asked.metric, asked.range[0], asked.range[1]),
          );
        }
        expect(cache.bytes).toBeLessThanOrEqual(Math.max(maxBytes, 0));
      },
    ),
    { numRuns: 20 },
  );
}, 300_000);

const all = (from: number, to: number, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: SERIES }, (_, series): Row => ({
      metric: 'b',
      series,
      at: from + Math.floor((i * (to - from)) / count),
      bits: bitsOf(i * 100 + series),
    })),
  );

it('reads what was stored before it once, and what is stored later never', async () => {
  await storeSeries();
  await store(all(0, BLOCK_S, 20));
  const cache = new SampleCache({ maxBytes: 10_000_000, clock: systemClock() });
  const newest = await newestSample(engine.runner);
  if (!newest.ok) throw new Error(newest.error.message);
  cache.begin(newest.value);
  const reads = (): number => engine.statements.filter((sql) => /FROM `?samples`?/.test(sql)).length;
  cache.written([await store(all(2 * BLOCK_S, 3 * BLOCK_S, 20))]);
  const start = reads();
  await seen('b', 2 * BLOCK_S, 3 * BLOCK_S, cache);
  expect(reads()).toBe(start);
  await Promise.all([seen('b', 0, 3 * BLOCK_S, cache), seen('b', 0, BLOCK_S, cache)]);
  expect(reads()).toBe(start + 1);
  await seen('b', 0, 3 * BLOCK_S, cache);
  cache.written([await store(all(10, 20, 3))]);
  const held = await seen('b', 0, 4 * BLOCK_S, cache);
  expect(reads()).toBe(start + 1);
  expect(held).toEqual(await seen('b', 0, 4 * BLOCK_S));
});

it('leaves what is more than its share to the engine', async () => {
  await storeSeries();
  await store(all(0, BLOCK_S, 20));
  const cache = new SampleCache({ maxBytes: 4_000, clock: systemClock() });
  expect(await seen('b', -1, BLOCK_S, cache)).toEqual(await seen('b', -1, BLOCK_S));
  expect(cache.bytes).toBe(0);
});

it('forgets series that are gone, and mixes up none of those that are not', async () => {
  await storeSeries();
  const cache = new SampleCache({ maxBytes: 50_000_000, clock: systemClock() });
  cache.begin(undefined);
  const at = (second: number, series: number): Row => ({
    metric: 'b',
    series,
    at: second,
    bits: bitsOf(series + second),
  });
  for (let block = 0; block < 5; block++) {
    const fresh = Array.from({ length: 2_500 }, (_, i) => at(block * BLOCK_S, 10 + block * 2_500 + i));
    cache.written([await store([...fresh, at(block * BLOCK_S + 7, 2)])]);
  }
  const whole = cache.bytes;
  cache.written([await store([at(5 * BLOCK_S - 1, 2), at(5 * BLOCK_S + 5, 2), at(5 * BLOCK_S + 5, 1)])]);
  cache.written([await store([at(6 * BLOCK_S, 1), at(6 * BLOCK_S, 0), at(6 * BLOCK_S + 9, 2)])]);
  expect(cache.bytes).toBeLessThan(whole / 10);
  expect(await seen('b', -1, 7 * BLOCK_S, cache)).toEqual(await seen('b', -1, 7 * BLOCK_S));
});
