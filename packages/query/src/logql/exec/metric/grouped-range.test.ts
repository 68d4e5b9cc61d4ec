import { DEFAULT_TENANT, durationNs, nanos } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SeriesCache, type SqlRunner } from '../../../lang/index.js';
import { openTestEngine, type TestEngine } from '../../../testkit/engine.js';
import { queryRange } from '../../query-metrics.js';
import { after, storeLines, T0 } from '../../testkit/log-data.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  await storeLines(engine, [
    { ts: after(1), labels: { app: 'a' }, line: 'x=1' },
    { ts: after(2), labels: { app: 'a' }, line: 'x=2' },
    { ts: after(61), labels: { app: 'b' }, line: 'x=2' },
  ]);
});
afterAll(() => engine.close());

/** Values by labels, and the statements that counted lines. */
async function count(query: string, runner: SqlRunner) {
  const before = engine.statements.length;
  const answer = await queryRange(
    {
      tenant: DEFAULT_TENANT,
      query,
      start: nanos(T0 + 60_000_000_000n),
      end: nanos(T0 + 180_000_000_000n),
      step: durationNs(60_000_000_000n),
      executor: 'auto',
      limits: { maxSamples: 10_000, maxSeries: 100 },
    },
    runner,
  );
  if (!answer.ok) throw new Error(answer.error.message);
  const counting = engine.statements
    .slice(before)
    .filter((text) => /FROM .?logs.? /.test(text) && /GROUP BY/.test(text));
  return { value: answer.value, counting };
}

const inList = (text: string): boolean => /stream.? IN/.test(text);
const remembering = (): { runner: SqlRunner; streams: SeriesCache } => {
  const streams = new SeriesCache();
  return { runner: { ...engine.runner, logStreams: streams }, streams };
};

it.each([
  ['sum by (app) (count_over_time({app=~".+"}[1m]))', false],
  ['sum by (app) (count_over_time({app="a"}[1m]))', true],
  ['sum by (x) (count_over_time({app=~"a|b"} | logfmt [1m]))', false],
])('%s names the streams in its statement: %s', async (query, named) => {
  const { runner } = remembering();
  const plain = await count(query, engine.runner);
  const known = await count(query, runner);
  expect(known.value).toEqual(plain.value);
  expect(plain.counting.every(inList)).toBe(true);
  expect(known.counting.map(inList)).toEqual([named]);
});

it('counts again when a stream has come meanwhile', async () => {
  const { runner, streams } = remembering();
  let came = false;
  const rows: SqlRunner['rows'] = async (select, signal) => {
    const counts = JSON.stringify(select, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    if (!came && counts.includes('countResample')) {
      came = true;
      await storeLines(engine, [{ ts: after(3), labels: { other: 'c' }, line: 'x=1' }]);
      streams.invalidate();
    }
    return engine.runner.rows(select, signal);
  };
  const { value, counting } = await count('sum(count_over_time({app=~".+"}[1m]))', { ...runner, rows });
  expect(came).toBe(true);
  expect(counting.map(inList)).toEqual([false, true]);
  expect(value).toEqual((await count('sum(count_over_time({app=~".+"}[1m]))', engine.runner)).value);
});
