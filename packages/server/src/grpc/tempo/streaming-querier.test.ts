import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, tracesRequest } from '../../testkit/otlp-json.js';
import { startApp, type RunningApp } from '../../testkit/running-app.js';
import { STREAMING_QUERIER } from './streaming-querier.js';
import { decodeStrictly, encodeRequest } from './tempo.proto.testkit.js';

const START_S = Math.floor(Date.now() / 60_000) * 60 - 300;
const START = BigInt(START_S) * 1_000_000_000n;
const range = { start: START_S - 60, end: START_S + 120 };
const TRACES = 60;
let app: RunningApp;
/** On the HTTP port, where Grafana dials, and on that of gRPC. */
let clients: Client[];

beforeAll(async () => {
  app = await startApp();
  const spans = Array.from({ length: TRACES }, (_, i) => ({
    traceId: (BigInt(i + 1) + (1n << 100n)).toString(16).padStart(32, '0'),
    spanId: (i + 1).toString(16).padStart(16, '0'),
    name: `GET /${i % 3}`,
    start: START + BigInt(i) * 1_000_000_000n,
    end: START + BigInt(i) * 1_000_000_000n + 5_000_000n,
    attributes: { 'http.route': `/${i % 3}`, filler: '가'.repeat(20_000) },
  }));
  for (let i = 0; i < spans.length; i += 20) {
    await post(app.url, 'traces', tracesRequest('shop', spans.slice(i, i + 20)));
  }
  clients = [app.port, app.grpcPort].map((port) => new Client(`127.0.0.1:${port}`, credentials.createInsecure()));
});
afterAll(async () => {
  for (const client of clients) client.close();
  expect(await app.stop()).toEqual([]);
});

const same = (bytes: Buffer): Buffer => bytes;

function ask(
  method: string,
  request: Buffer,
  client = clients[0]!,
  metadata = new Metadata(),
): Promise<Buffer[] | ServiceError> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const stream = client.makeServerStreamRequest(`${STREAMING_QUERIER}${method}`, same, same, request, metadata);
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('error', (error: ServiceError) => resolve(error));
    stream.on('end', () => resolve(parts));
  });
}

async function answers(method: string, requestType: string, request: object, responseType: string, client?: Client) {
  const parts = await ask(method, encodeRequest(requestType, request), client);
  if (!Array.isArray(parts)) throw new Error(`${parts.code} ${parts.details}`);
  return parts.map((part) => decodeStrictly(responseType, part));
}

interface Found {
  readonly traces?: { traceID: string; spanSet: { spans: { attributes?: unknown[] }[] }; serviceStats: object }[];
  readonly metrics: { completedJobs?: number };
}

describe.each([0, 1])('port %i', (port) => {
  it('streams the traces of a search, each once, and says when it is over', async () => {
    const request = { Query: '{ span.http.route = "/1" }', Limit: 100, ...range };
    const found = (await answers(
      'Search',
      'SearchRequest',
      request,
      'SearchResponse',
      clients[port],
    )) as unknown as Found[];
    const ids = found.flatMap(({ traces }) => (traces ?? []).map(({ traceID }) => traceID));
    expect(ids).toHaveLength(TRACES / 3);
    expect(new Set(ids).size).toBe(ids.length);
    expect(found.at(-1)!.metrics.completedJobs).toBe(1);
    expect(found[0]!.traces![0]!.serviceStats).toEqual({ shop: { spanCount: 1 } });
  });
});

it('divides an answer that is larger than a message may be', async () => {
  const request = { Query: '{ true } | select(span.filler)', Limit: 100, ...range };
  const parts = await ask('Search', encodeRequest('SearchRequest', request));
  if (!Array.isArray(parts)) throw new Error(parts.details);
  const traces = parts.map(
    (part) => ((decodeStrictly('SearchResponse', part) as unknown as Found).traces ?? []).length,
  );
  expect(traces.reduce((sum, n) => sum + n, 0)).toBe(TRACES);
  expect(parts.length).toBeGreaterThan(3);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(1.3 * 1024 * 1024);
});

it('answers a health check of the data source', async () => {
  const found = await answers('Search', 'SearchRequest', { Query: '{}', Limit: 1, ...range }, 'SearchResponse');
  expect(found.length).toBeGreaterThan(0);
});

describe('tags', () => {
  it('names, of both versions', async () => {
    const [v1] = await answers('SearchTags', 'SearchTagsRequest', range, 'SearchTagsResponse');
    expect(v1!['tagNames']).toEqual(expect.arrayContaining(['http.route', 'service.name']));
    const [v2] = await answers(
      'SearchTagsV2',
      'SearchTagsRequest',
      { ...range, scope: 'span' },
      'SearchTagsV2Response',
    );
    expect(v2!['scopes']).toEqual([{ name: 'span', tags: ['filler', 'http.route'] }]);
  });

  it('values, of both versions', async () => {
    const request = { ...range, tagName: 'span.http.route' };
    const [v2] = await answers('SearchTagValuesV2', 'SearchTagValuesRequest', request, 'SearchTagValuesV2Response');
    expect(v2!['tagValues']).toEqual(['/0', '/1', '/2'].map((value) => ({ type: 'string', value })));
    const [v1] = await answers(
      'SearchTagValues',
      'SearchTagValuesRequest',
      { ...range, tagName: 'http.route' },
      'SearchTagValuesResponse',
    );
    expect(v1!['tagValues']).toEqual(['/0', '/1', '/2']);
  });
});

describe('metrics', () => {
  const bounds = { start: START, end: START + 60_000_000_000n };
  const long = (value: bigint): string => String(value);

  it('over a range', async () => {
    const request = {
      query: '{} | count_over_time()',
      start: long(bounds.start),
      end: long(bounds.end),
      step: '60000000000',
    };
    const [answer] = await answers('MetricsQueryRange', 'QueryRangeRequest', request, 'QueryRangeResponse');
    const series = answer!['series'] as { samples: { value?: number }[] }[];
    expect(series[0]!.samples.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(TRACES);
  });

  it('at once', async () => {
    const request = { query: '{} | count_over_time()', start: long(bounds.start), end: long(bounds.end) };
    const [answer] = await answers('MetricsQueryInstant', 'QueryInstantRequest', request, 'QueryInstantResponse');
    expect((answer!['series'] as { value: number }[])[0]!.value).toBe(TRACES);
  });
});

describe('refusals', () => {
  const tenant = new Metadata();
  tenant.set('x-scope-orgid', 'a/b');
  it.each<[string, Buffer, Metadata, number, RegExp]>([
    [
      'Search',
      encodeRequest('SearchRequest', { Query: '{ .a = ', ...range }),
      new Metadata(),
      status.INVALID_ARGUMENT,
      /parse error/,
    ],
    [
      'Search',
      encodeRequest('SearchRequest', { Query: '{}', start: 20, end: 10 }),
      new Metadata(),
      status.INVALID_ARGUMENT,
      /start must be before end/,
    ],
    ['Search', Buffer.from([0x0a, 0x50]), new Metadata(), status.INVALID_ARGUMENT, /runs past/],
    ['Search', Buffer.alloc(0), tenant, status.INVALID_ARGUMENT, /tenant ID 'a\/b'/],
    [
      'SearchTags',
      encodeRequest('SearchTagsRequest', { scope: 'x' }),
      new Metadata(),
      status.INVALID_ARGUMENT,
      /invalid scope: x/,
    ],
    [
      'MetricsQueryRange',
      encodeRequest('QueryRangeRequest', { query: '{}' }),
      new Metadata(),
      status.INVALID_ARGUMENT,
      /./,
    ],
    ['Nothing', Buffer.alloc(0), new Metadata(), status.UNIMPLEMENTED, /./],
  ])('%s', async (method, request, metadata, code, message) => {
    const answer = await ask(method, request, clients[0], metadata);
    if (Array.isArray(answer)) throw new Error('it was answered');
    expect(answer.code).toBe(code);
    expect(answer.details).toMatch(message);
  });
});

it('answers over HTTP in protobuf say what the JSON says', async () => {
  const get = async (path: string, params: Record<string, string>, accept: string) =>
    fetch(
      `${app.url}${path}?${new URLSearchParams({ start: `${range.start}`, end: `${range.end}`, ...params }).toString()}`,
      {
        headers: { accept },
      },
    );
  for (const [path, params, type] of [
    ['/api/search', { q: '{ span.http.route = "/1" } | by(name) | count() > 0' }, 'SearchResponse'],
    ['/api/v2/search/tags', {}, 'SearchTagsV2Response'],
    ['/api/search/tags', {}, 'SearchTagsResponse'],
    ['/api/v2/search/tag/span.http.route/values', {}, 'SearchTagValuesV2Response'],
    ['/api/search/tag/http.route/values', {}, 'SearchTagValuesResponse'],
  ] as const) {
    const binary = await get(path, params, 'application/protobuf');
    expect(binary.headers.get('content-type')).toBe('application/protobuf');
    const message = decodeStrictly(type, Buffer.from(await binary.arrayBuffer()));
    const json = (await (await get(path, params, 'application/json')).json()) as Record<string, unknown>;
    expect(Object.keys(message).sort()).toEqual(Object.keys(json).sort());
    const list = (answer: Record<string, unknown>) =>
      (answer['traces'] ?? answer['scopes'] ?? answer['tagNames'] ?? answer['tagValues']) as unknown[];
    expect(list(message)).toHaveLength(list(json).length);
  }
});
