import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { durationMs } from '@bongsu/model';
import { pushRequest } from '@bongsu/wire/loki-push/testkit';
import { compressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

const NOW = BigInt(Date.now()) * 1_000_000n;
const SECOND = 1_000_000_000n;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
let app: RunningApp;

beforeAll(async () => {
  const config = testConfig((c) => ({
    ...c,
    retention: { logs: durationMs(7 * 86_400_000), traces: 'off', metrics: 'off' },
    loki: { ...c.loki, plainTenants: ['plain'] },
    limits: {
      ...c.limits,
      request: { ...c.limits.request, maxDecompressedBytes: 1024 * 1024, maxBytes: 512 * 1024 },
      loki: { ...c.limits.loki, lineBytes: 1000, ingestionRate: 100_000, ingestionBurst: 100_000 },
    },
  }));
  app = await startApp(config);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function push(
  body: Uint8Array | string,
  headers: Record<string, string> = { 'content-type': JSON_TYPE },
  path = '/loki/api/v1/push',
): Promise<Reply> {
  const bytes = new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body);
  const response = await fetch(`${app.url}${path}`, { method: 'POST', headers, body: bytes });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

interface Stream {
  stream: Record<string, string>;
  values: [string, string, { structuredMetadata?: Record<string, string> }][];
}

async function lines(query: string, tenant = 'default'): Promise<Stream[]> {
  const range = { query, start: String(NOW - 3600n * SECOND), end: String(NOW + 600n * SECOND), direction: 'forward' };
  const response = await fetch(`${app.url}/loki/api/v1/query_range?${String(new URLSearchParams(range))}`, {
    headers: { 'x-scope-orgid': tenant, 'x-loki-response-encoding-flags': 'categorize-labels' },
  });
  return ((await response.json()) as { data: { result: Stream[] } }).data.result;
}

const jsonOf = (job: string, ...values: unknown[][]): string =>
  JSON.stringify({ streams: [{ stream: { job }, values }] });
const protobufOf = (job: string, ...texts: string[]): Uint8Array =>
  pushRequest([{ labels: `{job="${job}"}`, entries: texts.map((line, i) => ({ ns: NOW + BigInt(i), line })) }]);

describe('what is pushed comes back', () => {
  it('JSON: streams of equal labels merged, metadata, level and service found', async () => {
    const stream = { job: 'json', level: 'ERR' };
    const streams = [
      { stream, values: [[String(NOW), 'one', { user: 'u1', n: 5 }]] },
      { stream, values: [[String(NOW + 1n), '둘']] },
    ];
    expect(
      await push(JSON.stringify({ streams }), { 'content-type': 'application/json; charset=utf-8' }),
    ).toMatchObject({
      status: 204,
      text: '',
    });
    expect(await lines('{job="json"}')).toEqual([
      {
        stream: { job: 'json', level: 'ERR', service_name: 'json' },
        values: [
          [String(NOW), 'one', { structuredMetadata: { detected_level: 'error', n: '5', user: 'u1' } }],
          [String(NOW + 1n), '둘', { structuredMetadata: { detected_level: 'error' } }],
        ],
      },
    ]);
  });

  it.each<[string, Uint8Array | string, Record<string, string>, string?]>([
    ['snappy', compressSync(Buffer.from(protobufOf('snappy', 'a', 'b'))), { 'content-type': PROTOBUF }],
    [
      'snappy-named',
      compressSync(Buffer.from(protobufOf('snappy-named', 'a', 'b'))),
      { 'content-type': PROTOBUF, 'content-encoding': 'snappy' },
    ],
    [
      'any-type',
      compressSync(Buffer.from(protobufOf('any-type', 'a', 'b'))),
      { 'content-type': 'application/octet-stream' },
    ],
    [
      'gzip-snappy',
      gzipSync(compressSync(Buffer.from(protobufOf('gzip-snappy', 'a', 'b')))),
      { 'content-type': PROTOBUF, 'content-encoding': 'gzip' },
    ],
    [
      'gzip',
      gzipSync(jsonOf('gzip', [String(NOW), 'a'], [String(NOW + 1n), 'b'])),
      { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' },
    ],
    [
      'deflate',
      deflateSync(jsonOf('deflate', [String(NOW), 'a'], [String(NOW + 1n), 'b'])),
      { 'content-type': JSON_TYPE, 'content-encoding': 'deflate' },
    ],
    [
      'raw-deflate',
      deflateRawSync(jsonOf('raw-deflate', [String(NOW), 'a'], [String(NOW + 1n), 'b'])),
      { 'content-type': JSON_TYPE, 'content-encoding': 'deflate' },
    ],
    [
      'old-snappy',
      compressSync(Buffer.from(protobufOf('old-snappy', 'a', 'b'))),
      { 'content-type': PROTOBUF },
      '/api/prom/push',
    ],
    [
      'old-json',
      JSON.stringify({
        streams: [
          {
            labels: '{job="old-json"}',
            entries: ['a', 'b'].map((line, i) => ({ ts: new Date(Number(NOW / 1_000_000n) + i).toISOString(), line })),
          },
        ],
      }),
      { 'content-type': JSON_TYPE },
      '/api/prom/push',
    ],
  ])('%s', async (job, body, headers, path) => {
    expect(await push(body, headers, path)).toMatchObject({ status: 204, text: '' });
    const found = await lines(`{job="${job}"}`);
    expect(found.flatMap((s) => s.values.map(([, line]) => line))).toEqual(['a', 'b']);
  });

  it('as it was sent for a tenant that wants that', async () => {
    const headers = { 'content-type': JSON_TYPE, 'x-scope-orgid': 'plain' };
    expect((await push(jsonOf('j', [String(NOW), 'level=error']), headers)).status).toBe(204);
    expect(await lines('{job="j"}', 'plain')).toEqual([
      { stream: { job: 'j' }, values: [[String(NOW), 'level=error', {}]] },
    ]);
    expect(await lines('{job="j"}')).toEqual([]);
  });
});

it('ids found in a text are no labels, and lead to the trace all the same', async () => {
  const ids = ['0af7651916cd43dd8448eb211c80319c', '1bf7651916cd43dd8448eb211c80319d'];
  const values = ids.map((id, i) => [String(NOW - BigInt(i + 1) * SECOND), `paid trace_id=${id}`]);
  expect((await push(JSON.stringify({ streams: [{ stream: { app: 'texts' }, values }] }))).status).toBe(204);
  const ask = async (query: string, flags: Record<string, string> = {}): Promise<Stream[]> => {
    const params = new URLSearchParams({ query, start: String(NOW - 60n * SECOND), end: String(NOW), step: '60' });
    const response = await fetch(`${app.url}/loki/api/v1/query_range?${params.toString()}`, { headers: flags });
    return ((await response.json()) as { data: { result: Stream[] } }).data.result;
  };
  expect((await ask('{app="texts"}')).map(({ stream }) => Object.keys(stream))).toEqual([
    ['app', 'detected_level', 'service_name'],
  ]);
  expect(await ask('count_over_time({app="texts"}[1m])')).toHaveLength(1);
  expect(await ask('sum by (trace_id) (count_over_time({app="texts"}[1m]))')).toHaveLength(1);
  const [apart] = await ask('{app="texts"}', { 'x-loki-response-encoding-flags': 'categorize-labels' });
  expect(apart!.values.map(([, , { structuredMetadata }]) => structuredMetadata!['trace_id'])).toEqual(ids);
  expect((await ask(`{trace_id="${ids[1]!}"}`))[0]!.values).toHaveLength(1);
});

describe('what is refused', () => {
  const TYPE = { 'content-type': JSON_TYPE };
  it.each<[string, Uint8Array | string, Record<string, string>, number, string | RegExp]>([
    ['no JSON', '{', TYPE, 400, /^the body is no JSON: .*\n$/],
    ['no stream', '{"streams":[]}', TYPE, 422, 'error at least one valid stream is required for ingestion\n'],
    [
      'no labels',
      '{"streams":[{"stream":{},"values":[["1","x"]]}]}',
      TYPE,
      400,
      'error at least one label pair is required per stream\n',
    ],
    [
      'bad labels',
      '{"streams":[{"stream":{"a-b":"x"},"values":[["1","x"]]}]}',
      TYPE,
      400,
      'couldn\'t parse labels: 1:3: parse error: unexpected "-", expected =\n',
    ],
    ['no content type', Buffer.from('{}'), {}, 400, 'mime: no media type\n'],
    [
      'encoding',
      Buffer.from('{}'),
      { ...TYPE, 'content-encoding': 'br' },
      400,
      'Content-Encoding "br" not supported\n',
    ],
    ['no gzip', 'x', { ...TYPE, 'content-encoding': 'gzip' }, 400, /^the body is not valid gzip: .*\n$/],
    ['no snappy', 'xxxx', { 'content-type': PROTOBUF }, 400, /snappy.*\n$/],
    ['no protobuf', compressSync(Buffer.of(0x0a, 0x7f)), { 'content-type': PROTOBUF }, 400, /byte \d+.*\n$/],
    ['too large', Buffer.alloc(600_000), TYPE, 413, /^request body too large: .*limits\.request\.maxBytes\)\n$/],
    [
      'too large in gzip',
      gzipSync(Buffer.alloc(2_000_000)),
      { ...TYPE, 'content-encoding': 'gzip' },
      413,
      /^request body too large: .*limits\.request\.maxDecompressedBytes\)\n$/,
    ],
    [
      'too large in snappy',
      compressSync(Buffer.alloc(2_000_000)),
      { 'content-type': PROTOBUF },
      413,
      /^request body too large: .*limits\.request\.maxDecompressedBytes\)\n$/,
    ],
    ['tenant', '{}', { ...TYPE, 'x-scope-orgid': 'a/b' }, 400, /tenant ID 'a\/b' is not allowed.*\n$/],
  ])('%s', async (_name, body, headers, status, text) => {
    const reply = await push(body, headers);
    expect(reply.status).toBe(status);
    if (typeof text === 'string') expect(reply.text).toBe(text);
    else expect(reply.text).toMatch(text);
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('bad lines by name while their good neighbours are stored', async () => {
    const streams = [
      {
        stream: { job: 'partly' },
        values: [
          [String(NOW), 'good'],
          [String(NOW - 8n * 86_400n * SECOND), 'old'],
          [String(NOW + 3600n * SECOND), 'new'],
          [String(NOW + 1n), 'x'.repeat(1001)],
          [String(NOW - 1800n * SECOND), 'out of order'],
        ],
      },
      { stream: { job: 'partly', n: 'other' }, values: [[String(NOW), 'also good']] },
    ];
    const reply = await push(JSON.stringify({ streams }));
    expect(reply.status).toBe(400);
    const stream = `'{job="partly", service_name="partly"}'`;
    expect(reply.text).toContain(`1 errors like: entry for stream ${stream} has timestamp too old: `);
    expect(reply.text).toContain(`1 errors like: entry for stream ${stream} has timestamp too new: `);
    expect(reply.text).toContain(
      `1 errors like: max entry size '1000' bytes exceeded for stream ${stream} while adding an entry with length '1001' bytes; raise limits.loki.lineBytes\n`,
    );
    const found = await lines('{job="partly"}');
    expect(found.flatMap((s) => s.values.map(([, line]) => line)).sort()).toEqual([
      'also good',
      'good',
      'out of order',
    ]);
  });

  it('more than the rate of a tenant, whole, with a time to wait', async () => {
    const values = Array.from({ length: 110 }, (_, i) => [String(NOW + BigInt(i)), `${i} ${'x'.repeat(990)}`]);
    const headers = { 'content-type': JSON_TYPE, 'x-scope-orgid': 'fast' };
    const reply = await push(jsonOf('fast', ...values), headers);
    expect(reply.status).toBe(429);
    expect(reply.text).toMatch(
      /^ingestion rate limit exceeded for user fast \(limit: 100000 bytes\/sec\) while attempting to ingest '110' lines totaling '\d+' bytes, reduce log volume or raise limits\.loki\.ingestionRate\n$/,
    );
    expect(reply.headers.get('retry-after')).toBe('1');
    expect(await lines('{job="fast"}', 'fast')).toEqual([]);
  });
});
