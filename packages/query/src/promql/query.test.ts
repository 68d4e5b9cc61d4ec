import { durationMs, fingerprintOf, fingerprintToBigInt, millis, type Tenant } from '@bongsu/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { valueToJson } from './json.js';
import { explainQuery, queryInstant, queryRange, type InstantRequest, type RangeRequest } from './query.js';

const tenant = 'shop' as Tenant;
const NOW = Date.UTC(2026, 4, 1, 12);

let engine: TestEngine;

interface Stored {
  readonly tenant?: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: number])[];
}

async function store({ tenant: owner = tenant, metric, labels, values }: Stored): Promise<void> {
  const fingerprint = String(fingerprintToBigInt(fingerprintOf(JSON.stringify([owner, metric, labels]))));
  const day = new Date(NOW).toISOString().slice(0, 10);
  await engine.insertJson('metric_series', [{ tenant: owner, metric, fingerprint, day, labels }]);
  await engine.insertJson(
    'samples',
    values.map(([s, value]) => ({ tenant: owner, metric, fingerprint, ts: (NOW / 1000 + s).toFixed(3), value })),
  );
}

beforeAll(async () => {
  engine = await openTestEngine();
  for (const [i, path] of ['/', '/cart', '/주문'].entries()) {
    const values = Array.from({ length: 41 }, (_, n) => [n * 15 - 600, n * 15 * (i + 1)] as const);
    await store({ metric: 'http_requests_total', labels: { path, job: 'gateway' }, values });
  }
  await store({
    metric: 'http_requests_total',
    labels: { path: '/', job: 'gateway' },
    values: [[-15, 1e6]],
    tenant: 'other',
  });
  await store({ metric: 'twice', labels: {}, values: [[-20, 3], [-20, 5], [-10, 4]] }); // prettier-ignore
  // Merges of ReplacingMergeTree come when they come: the same series is listed twice.
  await store({ metric: 'twice', labels: {}, values: [] });
});
afterAll(() => engine.close());

const instant = (query: string, more: Partial<InstantRequest> = {}) =>
  queryInstant({ query, time: millis(NOW), tenant, limits: { maxSamples: 1000 }, ...more }, engine.runner);

const range = (query: string, more: Partial<RangeRequest> = {}) => {
  const span = { start: millis(NOW - 300_000), end: millis(NOW), step: durationMs(60_000) };
  return queryRange({ query, tenant, limits: { maxSamples: 1000 }, ...span, ...more }, engine.runner);
};

async function json(answer: ReturnType<typeof instant>): Promise<unknown> {
  const result = await answer;
  if (!result.ok) throw new Error(result.error.message);
  return JSON.parse(valueToJson(result.value.value));
}

/** The text of an answer with values to ten digits: the executors multiply in different orders. */
const points = (answer: unknown): string =>
  JSON.stringify(answer)
    .replace(/"(-?\d+\.\d+)"/g, (_, value: string) => String(Number(Number(value).toPrecision(10))))
    .replace(/,"(\d+)"\]/g, ',$1]');

describe('queryInstant', () => {
  it('answers in the shape of the API', async () => {
    expect(await json(instant('sum(http_requests_total) / 600'))).toEqual({
      resultType: 'vector',
      result: [{ metric: {}, value: [NOW / 1000, '6'] }],
    });
  });

  it('sees only its own tenant', async () => {
    expect(await json(instant('count(http_requests_total)', { tenant: 'other' as Tenant }))).toMatchObject({
      result: [{ value: [NOW / 1000, '1'] }],
    });
    expect(await json(instant('http_requests_total', { tenant: 'none' as Tenant }))).toMatchObject({ result: [] });
  });

  it.each(['memory', 'auto'] as const)(
    'takes one of two samples at one time, always the same (%s)',
    async (executor) => {
      expect(await json(instant('twice[1m]', { executor }))).toMatchObject({
        result: [{ values: [[NOW / 1000 - 20, '5'], [NOW / 1000 - 10, '4']] }], // prettier-ignore
      });
      expect(await json(instant('idelta(twice[1m])', { executor }))).toMatchObject({ result: [{ value: [0, '-1'].with(0, NOW / 1000) }] }); // prettier-ignore
    },
  );

  it('honours a lookback of the request', async () => {
    expect(await json(instant('twice', { lookback: durationMs(10_000) }))).toMatchObject({ result: [] });
    expect(await json(instant('twice', { lookback: durationMs(10_001) }))).toMatchObject({ result: [{}] });
  });

  it('refuses a function whose feature is off, and says where', async () => {
    const answer = await instant('sum(mad_over_time(twice[5m]))');
    expect(answer).toEqual({
      ok: false,
      error: {
        type: 'bad_data',
        param: 'query',
        message: '1:5: parse error: function "mad_over_time" is not enabled',
        range: { start: 4, end: 17 },
      },
    });
  });

  it('gives a parse error with its place', async () => {
    expect(await instant('sum(')).toMatchObject({
      ok: false,
      error: { type: 'bad_data', param: 'query', message: '1:5: parse error: unclosed left parenthesis' },
    });
  });

  it.each(['memory', 'auto'] as const)('stops at the limit of samples (%s)', async (executor) => {
    const answer = await instant('sum_over_time(http_requests_total[10m])', { limits: { maxSamples: 50 }, executor });
    const message = 'query processing would load too many samples into memory in query execution';
    expect(answer).toEqual({ ok: false, error: { type: 'execution', message } });
    expect((await range('rate(http_requests_total[1m])', { limits: { maxSamples: 20 }, executor })).ok).toBe(false);
  });

  it('ends with its request', async () => {
    const request = { query: 'twice', time: millis(NOW), tenant, limits: { maxSamples: 1000 } };
    expect(await queryInstant(request, engine.runner, AbortSignal.abort())).toMatchObject({
      error: { type: 'canceled' },
    });
    const late = AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
    expect(await queryInstant(request, engine.runner, late)).toMatchObject({ error: { type: 'timeout' } });
  });

  it('reads matchers as values, never as SQL', async () => {
    const nasty = `{__name__=~".*", path="' OR 1=1 --", job!~"(' OR 1=1) -- "}`;
    expect(await json(instant(nasty))).toMatchObject({ result: [] });
  });

  it('evaluates what nests as deep as the parser allows', async () => {
    expect(await json(instant('('.repeat(490) + '1' + ')'.repeat(490)))).toMatchObject({ result: [NOW / 1000, '1'] });
    expect(await json(instant('1' + '+1'.repeat(1000)))).toMatchObject({ result: [NOW / 1000, '1001'] });
  });

  it.each([1e18, -1e18, 1e11])('finds nothing at %d s, which no engine can store', async (at) => {
    expect(await json(instant(`http_requests_total @ ${at}`))).toMatchObject({ result: [] });
    expect(await json(instant(`rate(http_requests_total[5m] @ ${at})`))).toMatchObject({ result: [] });
  });
});

describe('queryRange', () => {
  it('takes both ends and every step between', async () => {
    const start = NOW / 1000 - 300;
    expect(await json(range('sum by (path) (idelta(http_requests_total{path="/cart"}[1m])) / 15'))).toEqual({
      resultType: 'matrix',
      result: [{ metric: { path: '/cart' }, values: [0, 60, 120, 180, 240, 300].map((s) => [start + s, '2']) }],
    });
  });

  it.each([
    [{ end: millis(NOW - 400_000) }, 'end timestamp must not be before start time'],
    [{ step: durationMs(0) }, 'zero or negative query resolution step widths are not accepted. Try a positive integer'],
    [
      { step: durationMs(1) },
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
  ])('refuses %j', async (more, message) => {
    expect(await range('up', more)).toMatchObject({ ok: false, error: { type: 'bad_data', message } });
  });

  it.each(['"text"', 'up[5m]'])('refuses %s, which is no vector', async (query) => {
    const answer = await range(query);
    expect(answer.ok ? '' : answer.error.message).toMatch(/^invalid expression type ".*" for range query/);
  });

  it('computes rates in the engine, and with the same result in memory', async () => {
    const query = 'rate(http_requests_total[2m] offset 30s)';
    const before = engine.statements.length;
    const pushed = await json(range(query, { executor: 'engine' }));
    const statements = engine.statements.slice(before);
    expect(statements.some((sql) => sql.includes('timeSeriesRateToGrid'))).toBe(true);
    expect(statements).toHaveLength(2);
    expect(points(await json(range(query, { executor: 'memory' })))).toEqual(points(pushed));
    expect(engine.statements.slice(before + 2).some((sql) => sql.includes('ToGrid'))).toBe(false);
  });

  it('reads samples once for selectors that overlap', async () => {
    const before = engine.statements.length;
    await json(range('http_requests_total / http_requests_total offset 1m'));
    expect(engine.statements.length - before).toBe(2);
  });
});

describe('explainQuery', () => {
  it('says what is done where', () => {
    const request = {
      tenant,
      limits: { maxSamples: 1 },
      start: millis(0),
      end: millis(600_000),
      step: durationMs(60_000),
    };
    const explained = explainQuery({ ...request, query: 'sum(rate(a_total[5m])) / scalar(b @ 60)' });
    expect(explained).toEqual({
      ok: true,
      value: [
        'binary / [memory: works on one value per series and step] @0 +60000 x11',
        '  aggregate sum [memory: works on one value per series and step] @0 +60000 x11',
        '    call rate as timeSeriesRateToGrid [clickhouse: timeSeriesRateToGrid equals rate() for many finite samples; few, and other series, are computed in memory] @0 +60000 x11',
        '      window fetch 0 range 5m [memory: windows over samples already read] @0 +60000 x11',
        '  repeat [memory: the same at every step, so computed once] @0 +60000 x11',
        '    call scalar [memory: works on one value per series and step] @0',
        '      selector fetch 1 lookback 5m [memory: lookback and stale markers are decided per step] @0',
        'fetch 0 {__name__="a_total"} (-300000, 600000] [clickhouse: matchers and times become conditions on stored columns]',
        'fetch 1 {__name__="b"} (-240000, 60000] [clickhouse: matchers and times become conditions on stored columns]',
      ].join('\n'),
    });
  });
});
