import {
  fingerprintOf,
  fingerprintToBigInt,
  HISTOGRAM_ROW,
  millis,
  RowWriter,
  SAMPLE_ROW,
  type Tenant,
} from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { queryInstant } from '../query.js';
import { LabelSet } from './label-set.js';

const TENANT = 'histograms' as Tenant;
const MINUTE = 60_000;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const series: Record<string, unknown>[] = [];
  const numbers = new RowWriter();
  const histograms = new RowWriter();
  const head = (rows: RowWriter, metric: string, minute: number): void => {
    const { hi, lo } = fingerprintOf(LabelSet.of([['__name__', metric]]).key);
    const fingerprint = String(fingerprintToBigInt({ hi, lo }));
    series.push({ tenant: TENANT, metric, fingerprint, day: '1970-01-01', labels: {} });
    rows.text(TENANT);
    rows.text(metric);
    rows.u64(lo, hi);
    rows.u64(minute * MINUTE, 0);
  };
  const number = (metric: string, minute: number, value: number | 'stale'): void => {
    head(numbers, metric, minute);
    if (value === 'stale') numbers.u64(2, 0x7ff00000);
    else numbers.f64(value);
    numbers.u64(0, 0);
  };
  // Two spans: indices 1, 2 and 5; a negative bucket at -3.
  const histogram = (metric: string, minute: number, count: number | 'stale'): void => {
    head(histograms, metric, minute);
    histograms.u64(0, 0);
    histograms.f64(count === 'stale' ? 0 : count * 4);
    if (count === 'stale') histograms.u64(2, 0x7ff00000);
    else histograms.f64(count);
    histograms.u8(0);
    histograms.f64(0.001);
    histograms.f64(0);
    const spans = count === 'stale' ? [] : [1, 2];
    const buckets = (offsets: readonly number[], lengths: readonly number[]): void => {
      histograms.varint(offsets.length);
      offsets.forEach((offset) => histograms.u32(offset));
      histograms.varint(lengths.length);
      lengths.forEach((length) => histograms.u32(length));
      const counts = lengths.reduce((sum, length) => sum + length, 0);
      histograms.varint(counts);
      for (let i = 0; i < counts; i++) histograms.f64(count as number);
    };
    buckets(spans.length === 0 ? [] : [1, 2], spans.length === 0 ? [] : [2, 1]);
    buckets(spans.length === 0 ? [] : [-3], spans.length === 0 ? [] : [1]);
    histograms.varint(0);
    histograms.u8(0);
    histograms.u8(0);
  };
  histogram('native_stale', 0, 1);
  histogram('native_stale', 1, 2);
  histogram('native_stale', 2, 'stale');
  histogram('number_stale', 0, 1);
  number('number_stale', 1, 'stale');
  histogram('both', 0, 1);
  number('both', 0, 7);
  number('both', 1, 'stale');
  histogram('both', 1, 3);
  for (let minute = 0; minute < 5; minute++) {
    histogram('counter', minute, minute);
    number('plain_total', minute, minute * 60);
  }
  await engine.insertJson('metric_series', series);
  await engine.insertBinary('samples', SAMPLE_ROW, numbers.take());
  await engine.insertBinary('native_histograms', HISTOGRAM_ROW, histograms.take());
});
afterAll(() => engine.close());

async function counts(query: string, minute: number, executor: 'memory' | 'auto'): Promise<string[]> {
  const time = millis(minute * MINUTE);
  const answer = await queryInstant(
    { query, tenant: TENANT, time, limits: { maxSamples: 10_000 }, executor },
    engine.runner,
  );
  if (!answer.ok) throw new Error(answer.error.message);
  const { value } = answer.value;
  if (value.type !== 'vector') throw new Error(`got a ${value.type}`);
  return value.samples.map(({ value: number, histogram }) => (histogram ? `{${histogram.count}}` : String(number)));
}

it.each([
  ['native_stale', 1, ['{8}']],
  ['native_stale', 2, []],
  ['count_over_time(native_stale[5m])', 2, ['2']],
  ['number_stale', 0, ['{4}']],
  ['number_stale', 1, []],
  ['count_over_time(number_stale[5m])', 1, ['1']],
  ['both', 0, ['{4}']],
  ['both', 1, ['{12}']],
  ['count_over_time(both[5m])', 1, ['2']],
  ['histogram_count(counter) > 0', 4, ['16']],
  ['increase(counter[2m])', 4, ['{8}']],
  ['rate(plain_total[2m])', 4, ['1']],
  ['histogram_count(rate(counter[2m])) * 60', 4, ['4']],
])('%s at minute %i', async (query, minute, expected) => {
  expect(await counts(query, minute, 'memory')).toEqual(expected);
  expect(await counts(query, minute, 'auto')).toEqual(expected);
});

it('reads spans', async () => {
  const time = millis(0);
  const answer = await queryInstant(
    { query: 'native_stale', tenant: TENANT, time, limits: { maxSamples: 100 } },
    engine.runner,
  );
  expect(answer).toMatchObject({
    value: {
      value: {
        samples: [
          {
            histogram: {
              sum: 1,
              zeroThreshold: 0.001,
              positive: { indices: [1, 2, 5], counts: [1, 1, 1] },
              negative: { indices: [-3], counts: [1] },
            },
          },
        ],
      },
    },
  });
});

it('a histogram costs what its buckets take', async () => {
  const time = millis(4 * MINUTE);
  const answer = await queryInstant(
    { query: 'counter[5m]', tenant: TENANT, time, limits: { maxSamples: 30 } },
    engine.runner,
  );
  expect(answer).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('too many samples') as string },
  });
});

it('leaves series with histograms to the evaluator', async () => {
  const before = engine.statements.length;
  await counts('rate(counter[2m])', 4, 'auto');
  const read = engine.statements
    .slice(before)
    .filter((sql) => sql.includes('native_histograms') && sql.includes('custom_values'));
  expect(read).toHaveLength(1);
});
