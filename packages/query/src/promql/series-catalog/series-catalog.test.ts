import { millis, MS_PER_DAY, RowWriter, SERIES_ROW, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Matcher } from '../../lang/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { Budget } from '../exec/budget.js';
import { fetchSeries } from '../exec/fetch.js';
import { PRODUCTION_FEATURES } from '../syntax/index.js';
import { newestSeriesDay } from './newest-series-day.js';
import { SeriesCatalog } from './series-catalog.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());
beforeEach(() => engine.clear());

const TENANT = 't' as Tenant;
const DAY = 20_000;

interface Row {
  readonly metric: string;
  readonly series: number;
  readonly day: number;
}

async function store(rows: readonly Row[]): Promise<Uint8Array> {
  const writer = new RowWriter();
  for (const { metric, series, day } of rows) {
    writer.text(TENANT);
    writer.text(metric);
    writer.u64(series, metric.length);
    writer.u32(DAY + day);
    writer.varint(2);
    for (const text of ['kind', `k${series % 2}`, 'series', `${series}`]) writer.text(text);
    for (const text of ['counter', '', 'h']) writer.text(text);
  }
  const bytes = writer.take();
  await engine.insertBinary('metric_series', SERIES_ROW, bytes);
  return bytes;
}

interface Question {
  readonly matchers: readonly Matcher[];
  readonly first: number;
  readonly last: number;
}

async function answer({ matchers, first, last }: Question, catalog?: SeriesCatalog): Promise<readonly string[]> {
  const fetch = {
    id: 0,
    matchers,
    after: millis((DAY + first) * MS_PER_DAY - 1),
    until: millis((DAY + last) * MS_PER_DAY + 5),
    placement: { where: 'clickhouse' as const, why: '' },
  };
  const budget = new Budget(1_000_000, undefined);
  const context = { tenant: TENANT, runner: engine.runner, budget, features: PRODUCTION_FEATURES };
  const found = await fetchSeries(fetch, catalog ? { ...context, catalog } : context);
  return found.map(({ fingerprint, labels, native }) => `${fingerprint} ${labels.toString()} ${native}`);
}

async function begun(maxSeries: number): Promise<SeriesCatalog> {
  const catalog = new SeriesCatalog(maxSeries);
  const newest = await newestSeriesDay(engine.runner);
  if (!newest.ok) throw new Error(newest.error.message);
  catalog.begin(newest.value);
  return catalog;
}

const metric = fc.constantFrom('a', 'bb');
const day = fc.integer({ min: 0, max: 4 });
const rows = fc.array(fc.record({ metric, series: fc.integer({ min: 1, max: 6 }), day }), {
  minLength: 1,
  maxLength: 6,
});
const matchers = fc.tuple(
  metric.map((value): Matcher => ({ name: '__name__', op: '=', value })),
  fc.subarray<Matcher>([
    { name: 'kind', op: '!=', value: 'k0' },
    { name: 'series', op: '=~', value: '[1-4]' },
    { name: 'none', op: '=', value: '' },
    { name: '__name__', op: '=~', value: 'b+' },
  ]),
);
const question = fc
  .tuple(matchers, day, day)
  .map(([[name, others], a, b]): Question => ({ matchers: [name, ...others], first: Math.min(a, b), last: Math.max(a, b) })); // prettier-ignore

it('knows the series that the engine has', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(6, 1000),
      fc.option(rows, { nil: undefined }),
      fc.array(fc.record({ rows: fc.option(rows, { nil: undefined }), question, clears: fc.nat(12) }), { minLength: 1, maxLength: 8 }), // prettier-ignore
      async (maxSeries, before, steps) => {
        await engine.clear();
        if (before) await store(before);
        const catalog = await begun(maxSeries);
        for (const step of steps) {
          const racing = answer(step.question, catalog);
          if (step.rows) catalog.written([await store(step.rows)]);
          await racing;
          if (step.clears === 0) catalog.clear();
          expect(await answer(step.question, catalog)).toEqual(await answer(step.question));
        }
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);

const ALL: Question = { matchers: [{ name: '__name__', op: '=', value: 'a' }], first: 0, last: 1 };

it('asks the engine once for what was stored before, and not for what came later', async () => {
  await store([{ metric: 'a', series: 1, day: 0 }]);
  const catalog = await begun(1000);
  catalog.written([await store([{ metric: 'a', series: 2, day: 1 }])]);
  const asked = async (question: Question): Promise<number> => {
    const before = engine.statements.length;
    await answer(question, catalog);
    return engine.statements.length - before;
  };
  expect(await asked({ ...ALL, first: 1 })).toBe(0);
  expect(await asked(ALL)).toBe(1);
  catalog.written([await store([{ metric: 'a', series: 3, day: 0 }])]);
  expect(await asked(ALL)).toBe(0);
  expect(await answer(ALL, catalog)).toEqual(await answer(ALL));
});
