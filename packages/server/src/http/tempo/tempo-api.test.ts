import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';
import { post, tracesRequest } from '../../testkit/otlp-json.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const SECOND = 1_000_000_000n;
const TRACE = '00f7651916cd43dd8448eb211c80319c';
const WIDE = '1111651916cd43dd8448eb211c80319c';
const START = NOW - 10n * SECOND;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      limits: { ...config.limits, query: { ...config.limits.query, traceSpans: 5 } },
    })),
  );
  await post(
    app.url,
    'traces',
    tracesRequest('gateway', [
      {
        traceId: TRACE,
        spanId: 'a000000000000001',
        name: 'POST /주문',
        start: START,
        end: START + 300_000_000n,
        attributes: { 'http.route': '/orders', 'app/path': 'x' },
      },
    ]),
  );
  await post(
    app.url,
    'traces',
    tracesRequest('payments', [
      {
        traceId: TRACE,
        spanId: 'a000000000000002',
        parentSpanId: 'a000000000000001',
        name: 'charge',
        start: START + 1_000_000n,
        end: START + 200_000_000n,
        statusCode: 2,
        kind: 3,
      },
    ]),
  );
  const many = Array.from({ length: 8 }, (_, i) => ({
    traceId: WIDE,
    spanId: `b00000000000000${i}`,
    name: 'step',
    start: START + BigInt(i),
    end: START + SECOND,
  }));
  await post(app.url, 'traces', tracesRequest('batch', many));
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}${path}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), text: bytes.toString(), bytes };
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

describe('trace by id', () => {
  it('v2 in JSON, ids in base64, every submessage there', async () => {
    const { status, type, text } = await get(`/api/v2/traces/${TRACE.slice(2)}`);
    expect([status, type]).toEqual([200, 'application/json']);
    const { trace } = JSON.parse(text) as { trace: { resourceSpans: { scopeSpans: { spans: object[] }[] }[] } };
    const spans = trace.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    expect(spans).toHaveLength(2);
    expect(spans).toContainEqual(
      expect.objectContaining({
        traceId: base64(TRACE),
        spanId: base64('a000000000000001'),
        name: 'POST /주문',
        kind: 'SPAN_KIND_SERVER',
        startTimeUnixNano: String(START),
        status: {},
      }),
    );
    expect(spans).toContainEqual(
      expect.objectContaining({
        parentSpanId: base64('a000000000000001'),
        kind: 'SPAN_KIND_CLIENT',
        status: { code: 'STATUS_CODE_ERROR' },
      }),
    );
  });

  it('v1 in JSON has batches', async () => {
    const { text } = await get(`/api/traces/${TRACE}`);
    expect((JSON.parse(text) as { batches: unknown[] }).batches).toHaveLength(2);
  });

  it('in protobuf for those who accept it', async () => {
    for (const path of [`/api/traces/${TRACE}`, `/api/v2/traces/${TRACE}`]) {
      const { status, type, bytes } = await get(path, { accept: 'application/protobuf' });
      expect([status, type]).toEqual([200, 'application/protobuf']);
      expect(bytes[0]).toBe(0x0a);
      expect(bytes.includes(Buffer.from(TRACE, 'hex'))).toBe(true);
    }
  });

  it('an unknown trace is 404 in v1, empty in v2', async () => {
    expect(await get('/api/traces/abcdef')).toMatchObject({ status: 404, text: '' });
    expect(JSON.parse((await get('/api/v2/traces/abcdef')).text)).toMatchObject({ trace: {} });
    const { bytes } = await get('/api/v2/traces/abcdef', { accept: 'application/protobuf' });
    expect([...bytes.subarray(0, 2)]).toEqual([0x0a, 0]);
  });

  it('a trace over the limit is partial in v2, 422 in v1', async () => {
    const { text } = await get(`/api/v2/traces/${WIDE}`);
    expect(JSON.parse(text)).toMatchObject({
      status: 'PARTIAL',
      message: expect.stringContaining('limits.query.traceSpans') as string,
    });
    expect(await get(`/api/traces/${WIDE}`)).toMatchObject({ status: 422, type: 'text/plain; charset=utf-8' });
  });

  it.each([
    ['q={name="charge"}', 1, true],
    ['q={name="charge"}&keep_hierarchy=false&ancestor_depth=abc', 1, true],
    ['q={name="charge"}&keep_hierarchy=true&ancestor_depth=0', 1, true],
    ['q={name="charge"}&keep_hierarchy=true', 2, false],
    ['q={span.http.route="/orders"}&match_depth=1', 2, false],
    ['q={span.http.route="/orders"}&match_depth=-1', 2, false],
    ['q={name="nothing"}', 0, true],
    ['match_depth=abc', 2, false],
  ])('v2 with %s', async (parameters, spans, partial) => {
    const { status, text } = await get(`/api/v2/traces/${TRACE}?${parameters}`);
    expect(status).toBe(200);
    expect(text.match(/"spanId"/g) ?? []).toHaveLength(spans);
    const message = 'Trace filtered, only a subset of spans matching the filter is returned';
    expect(JSON.parse(text)).toMatchObject(partial ? { status: 'PARTIAL', message } : {});
    expect(text.includes('PARTIAL')).toBe(partial);
  });

  it.each([
    'q={.a=}',
    'q={}|count()>1',
    'q={}&match_depth=-2',
    'q={}&match_depth=abc',
    'q={}&keep_hierarchy=true&ancestor_depth=-2',
    'q={}&keep_hierarchy=maybe',
  ])('v2 refuses %s', async (parameters) => {
    expect((await get(`/api/v2/traces/${TRACE}?${parameters}`)).status).toBe(400);
  });

  it.each(['xyz', 'a'.repeat(33)])('refuses the id %s', async (id) => {
    const { status, text } = await get(`/api/v2/traces/${id}`);
    expect(status).toBe(400);
    expect(text).toMatch(/^trace IDs can/);
  });
});

describe('search', () => {
  const search = async (params: Record<string, string>) => get(`/api/search?${String(new URLSearchParams(params))}`);

  it('by TraceQL, with nothing in the answer that Grafana does not know', async () => {
    const { status, text } = await search({ q: '{ resource.service.name = "payments" && status = error }' });
    expect(status).toBe(200);
    const { traces, metrics } = JSON.parse(text) as { traces: Record<string, unknown>[]; metrics: object };
    expect(Object.keys(metrics)).toEqual(['inspectedTraces', 'completedJobs', 'totalJobs']);
    expect(traces).toHaveLength(1);
    expect(traces[0]).toMatchObject({
      traceID: TRACE.slice(2),
      rootServiceName: 'gateway',
      rootTraceName: 'POST /주문',
      startTimeUnixNano: String(START),
      durationMs: 300,
      serviceStats: { gateway: { spanCount: 1 }, payments: { spanCount: 1, errorCount: 1 } },
    });
  });

  it.each([
    [{ tags: 'service.name=gateway' }, [TRACE.slice(2)]],
    [{ 'service.name': 'gateway' }, [TRACE.slice(2)]],
    [{ tags: 'service.name=gateway', minDuration: '200ms', maxDuration: '1s' }, [TRACE.slice(2)]],
    [{ tags: 'service.name=gateway', minDuration: '1s' }, []],
    [{ q: '{ name = "step" }', limit: '1', spss: '2' }, [WIDE]],
    [{ q: '{}', start: '1', end: '2' }, []],
  ])('%j', async (params, ids) => {
    const { status, text } = await search(params);
    expect(status, text).toBe(200);
    expect((JSON.parse(text) as { traces: { traceID: string }[] }).traces.map(({ traceID }) => traceID)).toEqual(ids);
  });

  it.each([
    [{ q: '{ foo', limit: '1' }, /parse error/],
    [{ q: '{}', tags: 'a=b' }, /can't specify tags and q in the same query/],
    [{ q: '{}', limit: '0' }, /invalid limit: must be a positive number/],
    [{ q: '{}', start: '5', end: '4' }, /http parameter start must be before end\. received start=5 end=4/],
    [{ q: '{}', limit: 'x' }, /^invalid limit: strconv\.Atoi: parsing "x": invalid syntax$/],
    [{ q: '{}', limit: '-1' }, /^invalid limit: must be a positive number$/],
    [{ q: '{}', limit: '99999999999999999999' }, /^invalid limit: strconv\.Atoi: .*: value out of range$/],
    [{ q: '{}', spss: '1.5' }, /^invalid spss: strconv\.Atoi: parsing "1\.5": invalid syntax$/],
    [{ q: '{}', spss: '-2' }, /^invalid spss: must be a positive number$/],
    [{ q: '{}', start: 'noon', end: '5' }, /^invalid start: strconv\.ParseInt: parsing "noon": invalid syntax$/],
    [{ q: '{}', start: '1', end: '2.5' }, /^invalid end: strconv\.ParseInt: parsing "2\.5": invalid syntax$/],
    [{ minDuration: '5' }, /^invalid minDuration: time: missing unit in duration "5"$/],
    [{ maxDuration: '1msec' }, /^invalid maxDuration: time: unknown unit "msec" in duration "1msec"$/],
    [{ minDuration: 'long' }, /^invalid minDuration: time: invalid duration "long"$/],
    [{ minDuration: '2s', maxDuration: '1s' }, /^invalid maxDuration: must be greater than minDuration$/],
    [{ tags: 'a=b a=c' }, /^invalid tags: tag a has been set twice$/],
    [{ tags: '"a' }, /^invalid tags: unexpected '"' at pos 1$/],
    [{ tags: 'a=b=c' }, /^invalid tags: unexpected '=' at pos 4$/],
    [{ tags: 'x a="b' }, /^invalid tags: unterminated quoted value at pos 7$/],
  ])('refuses %j in plain text', async (params, message) => {
    const { status, type, text } = await search(params);
    expect([status, type]).toEqual([400, 'text/plain; charset=utf-8']);
    expect(text).toMatch(message);
  });
});

describe('tags', () => {
  it('names', async () => {
    const { scopes } = JSON.parse((await get('/api/v2/search/tags')).text) as {
      scopes: { name: string; tags: string[] }[];
    };
    expect(scopes.find(({ name }) => name === 'span')?.tags).toEqual(['app/path', 'http.route']);
    expect(scopes.find(({ name }) => name === 'resource')?.tags).toContain('service.name');
    expect(JSON.parse((await get('/api/search/tags')).text)).toEqual({
      tagNames: ['app/path', 'http.route', 'service.name'],
      metrics: {},
    });
    expect(JSON.parse((await get('/api/v2/search/tags?scope=event')).text)).toEqual({ scopes: [], metrics: {} });
    expect((await get('/api/v2/search/tags?scope=x')).status).toBe(400);
  });

  it.each([
    [
      '/api/v2/search/tag/resource.service.name/values',
      [
        { type: 'string', value: 'batch' },
        { type: 'string', value: 'gateway' },
        { type: 'string', value: 'payments' },
      ],
    ],
    [
      '/api/v2/search/tag/span.http.route/values?tag=span.http.route&limit=5000',
      [{ type: 'string', value: '/orders' }],
    ],
    ['/api/v2/search/tag/span.app/path/values', [{ type: 'string', value: 'x' }]],
    ['/api/v2/search/tag/span.app%2Fpath/values', [{ type: 'string', value: 'x' }]],
    ['/api/search/tag/service.name/values', ['batch', 'gateway', 'payments']],
  ])('%s', async (path, values) => {
    const { status, text } = await get(path);
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toEqual({ tagValues: values, metrics: {} });
  });

  it('refuses an attribute without scope', async () => {
    expect(await get('/api/v2/search/tag/app.user.id/values')).toMatchObject({
      status: 400,
      text: expect.stringMatching(/^please provide a valid tagName: failed to parse identifier/) as string,
    });
  });
});

it('echoes, and speaks a version that Grafana wants', async () => {
  expect(await get('/api/echo')).toMatchObject({ status: 200, text: 'echo' });
  expect(JSON.parse((await get('/api/status/buildinfo')).text)).toMatchObject({ version: '2.8.0' });
});

describe('pages of a search', () => {
  const found = async (query: string): Promise<{ traces: { traceID: string }[]; cursor?: string }> => {
    const response = await fetch(`${app.url}/api/search?${query}`);
    expect(response.status, query).toBe(200);
    return (await response.json()) as { traces: { traceID: string }[]; cursor?: string };
  };

  it.each([
    ['start', [TRACE, WIDE]],
    ['duration', [WIDE, TRACE]],
  ])('go on by their cursor, by %s', async (order, ids) => {
    const first = await found(`order=${order}&limit=1&cursor=`);
    const second = await found(`order=${order}&limit=1&cursor=${first.cursor ?? ''}`);
    expect([first, second].flatMap(({ traces }) => traces.map(({ traceID }) => traceID.padStart(32, '0')))).toEqual(
      ids,
    );
    expect(second.cursor).toBeUndefined();
  });

  it('have no cursor unless it was asked for', async () => {
    expect(await found('limit=1')).not.toHaveProperty('cursor');
  });

  it.each([['order=name'], ['cursor=x']])('refuses %s', async (query) => {
    expect((await fetch(`${app.url}/api/search?${query}`)).status).toBe(400);
  });
});

describe('details of a search', () => {
  const search = async (query: string): Promise<unknown> =>
    JSON.parse((await get(`/api/search?q=${encodeURIComponent('{ name = "step" } | count() > 1')}${query}`)).text);

  it('name the traces that were looked at in part, for who asks', async () => {
    expect(await search('&details=true')).toMatchObject({
      traces: [{ traceID: WIDE }],
      partialTraces: [WIDE],
      warnings: ['1 traces have more than the 5 spans that are looked at (raise limits.query.traceSpans)'],
    });
    expect(Object.keys((await search('')) as object)).toEqual(['traces', 'metrics']);
  });
});

it.each([
  ['version', /^GET \/status\/version\ntempo, version 2\.8\.0 \(branch: main, revision: bongsu-.+\)\n(?:  .+\n)+$/],
  [
    'services',
    /^GET \/status\/services\n\+-+\+.*\n\| SERVICE NAME \| STATUS  \| FAILURE CASE \|\n.*\n\| bongsu .* Running /,
  ],
  ['endpoints', /^GET \/status\/endpoints\n[^]*\| GET,? ?(?:POST)? \/api\/traces\/:id /],
  ['config', /^GET \/status\/config\n---\n[^]*^port: 0$/m],
])('tells of itself: %s', async (part, expected) => {
  const { status, type, text } = await get(`/status/${part}`);
  expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(text).toMatch(expected);
  expect((await get('/status')).text).toContain(text);
});
