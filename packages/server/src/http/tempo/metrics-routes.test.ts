import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';
import { post, tracesRequest } from '../../testkit/otlp-json.js';

/** A whole minute that is over. */
const MINUTE_MS = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
const START = BigInt(MINUTE_MS) * 1_000_000n;
const SECOND = 1_000_000_000n;
const TRACE = 'abc7651916cd43dd8448eb211c80319c';
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(testConfig((config) => config));
  await post(
    app.url,
    'traces',
    tracesRequest('shop', [
      {
        traceId: TRACE,
        spanId: 'a000000000000001',
        name: 'GET /',
        start: START + SECOND,
        end: START + 3n * SECOND,
        attributes: { 'http.route': '/' },
      },
    ]),
  );
  await post(
    app.url,
    'traces',
    tracesRequest('pay', [
      {
        traceId: TRACE,
        spanId: 'a000000000000002',
        parentSpanId: 'a000000000000001',
        name: 'charge',
        start: START + 40n * SECOND,
        end: START + 41n * SECOND,
        statusCode: 2,
        kind: 2,
      },
    ]),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, params: Record<string, string>) {
  const response = await fetch(`${app.url}${path}?${new URLSearchParams(params).toString()}`);
  return { status: response.status, text: await response.text() };
}

const range = { start: String(MINUTE_MS / 1000), end: String(MINUTE_MS / 1000 + 60) };

describe('query_range', () => {
  it('answers key for key: no zeros, 64-bit numbers as text', async () => {
    const { status, text } = await get('/api/metrics/query_range', {
      q: '{ status = error } | count_over_time() by(resource.service.name)',
      step: '30s',
      ...range,
    });
    expect(status, text).toBe(200);
    const labels = [{ key: 'resource.service.name', value: { stringValue: 'pay' } }];
    expect(JSON.parse(text)).toEqual({
      series: [
        {
          labels,
          samples: [
            { timestampMs: String(MINUTE_MS) },
            { timestampMs: String(MINUTE_MS + 30_000) },
            { timestampMs: String(MINUTE_MS + 60_000), value: 1 },
          ],
          exemplars: [
            {
              labels: [...labels, { key: 'trace:id', value: { stringValue: TRACE } }],
              value: 1,
              timestampMs: String(MINUTE_MS + 40_000),
            },
          ],
        },
      ],
      metrics: { completedJobs: 1, totalJobs: 1 },
    });
  });

  it.each([
    ['nanoseconds', { start: String(START), end: String(START + 60n * SECOND) }],
    ['RFC 3339', { start: new Date(MINUTE_MS).toISOString(), end: new Date(MINUTE_MS + 60_000).toISOString() }],
    ['a fraction', { start: `${MINUTE_MS / 1000}.000`, end: `${MINUTE_MS / 1000 + 60}.000` }],
  ])('takes times in %s', async (_, times) => {
    const { text } = await get('/api/metrics/query_range', { query: '{} | count_over_time()', step: '60', ...times });
    expect(JSON.parse(text)).toMatchObject({
      series: [{ samples: [{ timestampMs: String(MINUTE_MS) }, { value: 2 }] }],
    });
  });

  it.each(['60', '60.0', '1m', '60s'])('takes a step of %s', async (step) => {
    const { text } = await get('/api/metrics/query_range', { q: '{} | count_over_time()', step, ...range });
    expect(JSON.parse(text)).toMatchObject({ series: [{ samples: [{}, { value: 2 }] }] });
  });

  it('says when series are cut', async () => {
    const { text } = await get('/api/metrics/query_range', {
      q: '{} | rate() by(name)',
      step: '1m',
      maxSeries: '1',
      ...range,
    });
    expect(JSON.parse(text)).toMatchObject({
      status: 'PARTIAL',
      message: expect.stringContaining('maximum series limit of 1, a partial response') as string,
    });
  });

  it.each([
    [{ q: '{} | rate(', ...range }, /parse error at line 1, col 11: syntax error: unexpected \$end/],
    [{ q: '{}', ...range }, /needs a function/],
    [{ q: '{} | rate()', start: '10', end: '5' }, /end must be greater than start/],
    [{ q: '{} | rate()', step: '1ms', ...range }, /step of 1ms is too small, minimum step/],
    [{ q: '{} | rate()', step: 'x', ...range }, /^cannot parse "x" to a valid duration$/],
    [
      { q: '{} | rate()', start: 'yesterday' },
      /^could not parse 'start' parameter: strconv\.ParseInt: parsing "yesterday": invalid syntax$/,
    ],
    [{ q: '{} | rate()', since: 'long' }, /^could not parse 'since' parameter: not a valid duration string: "long"$/],
    [{ q: '{ parent.a = 1 } | rate()', ...range }, /not yet supported/],
  ])('refuses %j in plain text', async (params, message) => {
    const { status, text } = await get('/api/metrics/query_range', params);
    expect(status).toBe(400);
    expect(text).toMatch(message);
  });
});

it('query answers one value a series and nothing that Grafana does not know', async () => {
  const { text } = await get('/api/metrics/query', { q: '{} | max_over_time(duration)', ...range });
  expect(JSON.parse(text)).toEqual({
    series: [{ labels: [{ key: '__name__', value: { stringValue: 'max_over_time' } }], value: 2 }],
    metrics: { completedJobs: 1, totalJobs: 1 },
  });
});

const SIGNALS = ['nestedSetParent<0 && true', 'kind=server', 'span.db.system.name!=""', 'true'];

describe("Traces Drilldown's queries", () => {
  it.each(
    SIGNALS.flatMap((signal) => [
      `{${signal}} | rate()`,
      `{${signal} && status=error} | rate()`,
      `{${signal} && resource.service.name="shop"} | quantile_over_time(duration, 0.9)`,
      `{${signal} && resource.service.name != nil} | rate() by(resource.service.name)`,
      `{${signal} && name != nil} | rate() by(name)`,
      `{${signal} && span.http.route != nil} | rate() by(span.http.route)`,
      `{${signal}} | histogram_over_time(duration) with(sample=true)`,
      `{${signal}} | compare({status = error}, 10)`,
      `{${signal}} | compare({status = error}, 10, ${START}, ${START + 60n * SECOND})`,
    ]),
  )('%s', async (q) => {
    const { status, text } = await get('/api/metrics/query_range', { q, ...range });
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ metrics: { completedJobs: 1 } });
  });

  it('structure and errors', async () => {
    const structure = await get('/api/search', {
      q:
        '({nestedSetParent<0 && true} &>> { kind = server }) || ({nestedSetParent<0 && true}) | ' +
        'select(status, resource.service.name, name, nestedSetParent, nestedSetLeft, nestedSetRight)',
      limit: '200',
      spss: '20',
      ...range,
    });
    expect(structure.status, structure.text).toBe(200);
    const { traces } = JSON.parse(structure.text) as { traces: { spanSet: { spans: { attributes: unknown[] }[] } }[] };
    expect(traces[0]!.spanSet.spans.map((span) => span.attributes)).toEqual([
      [
        { key: 'nestedSetParent', value: { intValue: '-1' } },
        { key: 'kind', value: { stringValue: 'server' } },
        { key: 'status', value: { stringValue: 'unset' } },
        { key: 'service.name', value: { stringValue: 'shop' } },
        { key: 'nestedSetLeft', value: { intValue: '1' } },
        { key: 'nestedSetRight', value: { intValue: '4' } },
      ],
      [
        { key: 'nestedSetParent', value: { intValue: '1' } },
        { key: 'kind', value: { stringValue: 'server' } },
        { key: 'status', value: { stringValue: 'error' } },
        { key: 'service.name', value: { stringValue: 'pay' } },
        { key: 'nestedSetLeft', value: { intValue: '2' } },
        { key: 'nestedSetRight', value: { intValue: '3' } },
      ],
    ]);
    const errors = await get('/api/search', {
      q:
        '{true && status = error} | select(resource.service.name, event.exception.message, ' +
        'event.exception.stacktrace, event.exception.type) with(most_recent=true)',
      limit: '400',
      spss: '10',
      ...range,
    });
    expect(JSON.parse(errors.text)).toMatchObject({ traces: [{ spanSet: { matched: 1 } }] });
  });
});

it('a late span counts within a second of its acknowledgement', async () => {
  const count = async (): Promise<number> => {
    const { text } = await get('/api/metrics/query', { q: '{ name = "late" } | count_over_time()', ...range });
    return (JSON.parse(text) as { series: { value?: number }[] }).series[0]?.value ?? 0;
  };
  expect(await count()).toBe(0);
  const late = { traceId: TRACE, spanId: 'a000000000000003', name: 'late', start: START + SECOND, end: START + SECOND };
  await post(app.url, 'traces', tracesRequest('shop', [late]));
  expect(await count()).toBe(1);
});
