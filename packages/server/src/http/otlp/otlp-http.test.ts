import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';
import { logsRequest, post, tracesRequest } from '../../testkit/otlp-json.js';

const MIB = 1024 * 1024;
const NOW = BigInt(Date.now()) * 1_000_000n;
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };

let app: RunningApp;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      cors: { origins: ['https://shop.example'] },
      limits: {
        ...config.limits,
        request: { ...config.limits.request, maxBytes: 2 * MIB, maxDecompressedBytes: 4 * MIB },
      },
    })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function send(path: string, body: string | Buffer, headers: Record<string, string>) {
  const response = await fetch(`${app.url}${path}`, { method: 'POST', body, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString(), bytes };
}

/** An ExportLogsServiceRequest with one record of this body, by hand: fields 1, 2, 2, {1: time, 5: {1: body}}. */
function protobufLog(...bodies: (string | Buffer)[]): Buffer {
  const field = (number: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  const time = Buffer.alloc(9);
  time[0] = (1 << 3) | 1;
  time.writeBigUInt64LE(NOW, 1);
  const records = bodies.map((body) =>
    field(2, Buffer.concat([time, field(5, field(1, Buffer.isBuffer(body) ? body : Buffer.from(body)))])),
  );
  return field(1, field(2, Buffer.concat(records)));
}

describe('accepted', () => {
  it.each([
    ['/v1/logs', {}, (b: Buffer) => b],
    ['/otlp/v1/logs', {}, (b: Buffer) => b],
    ['/v1/logs', { 'content-encoding': 'gzip' }, (b: Buffer) => gzipSync(b)],
    ['/v1/logs', { 'content-encoding': 'deflate' }, (b: Buffer) => deflateSync(b)],
    ['/v1/logs', { 'content-encoding': 'identity' }, (b: Buffer) => b],
    ['/v1/logs', { 'content-type': 'application/x-protobuf; charset=utf-8' }, (b: Buffer) => b],
  ])('%s %j', async (path, headers, encode) => {
    const answer = await send(path, encode(protobufLog('안녕')), { ...PROTOBUF, ...headers });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('content-type')).toBe('application/x-protobuf');
  });

  it('an empty request', async () => {
    for (const signal of ['logs', 'traces', 'metrics']) {
      expect(await send(`/v1/${signal}`, '', PROTOBUF)).toMatchObject({ status: 200 });
      expect(await send(`/v1/${signal}`, '{}', JSON_TYPE)).toMatchObject({ status: 200, text: '{}' });
    }
  });
});

describe('refused as a whole', () => {
  it.each([
    ['truncated protobuf', protobufLog('x').subarray(0, 9), PROTOBUF, 400, /./],
    ['JSON that is none', '{"resourceLogs":[', JSON_TYPE, 400, /./],
    ['plain text', 'hello', { 'content-type': 'text/plain' }, 415, /"text\/plain" is not supported: send application/],
    ['an unknown encoding', 'x', { ...JSON_TYPE, 'content-encoding': 'br' }, 415, /"br" is not supported: send gzip/],
    ['damaged gzip', 'hello', { ...JSON_TYPE, 'content-encoding': 'gzip' }, 400, /not valid gzip/],
    ['a bad tenant', '{}', { ...JSON_TYPE, 'x-scope-orgid': 'a/b' }, 400, /tenant ID 'a\/b' is not allowed/],
    ['several tenants', '{}', { ...JSON_TYPE, 'x-scope-orgid': 'a|b' }, 400, /^multiple org IDs present: /],
    [
      'too many bytes',
      Buffer.alloc(3 * MIB),
      PROTOBUF,
      413,
      /exceeds the limit of 2097152 bytes.*limits\.request\.maxBytes/,
    ],
    [
      'a gzip bomb',
      gzipSync(Buffer.alloc(64 * MIB)),
      { ...PROTOBUF, 'content-encoding': 'gzip' },
      413,
      /4194304 bytes \(raise limits\.request\.maxDecompressedBytes\)/,
    ],
  ])('%s', async (_name, body, headers, status, message) => {
    const answer = await send('/v1/logs', body, headers);
    expect(answer.status, answer.text).toBe(status);
    if (answer.headers.get('content-type') === 'application/json') {
      const refusal = JSON.parse(answer.text) as { code: number; message: string };
      expect(refusal.code).toBeGreaterThan(0);
      expect(refusal.message).toMatch(message);
    } else {
      // google.rpc.Status { code = 1, message = 2 }
      expect(answer.bytes[0]).toBe(0x08);
      expect(answer.text).toMatch(message);
    }
  });

  it('a GET, an unknown path', async () => {
    const answer = await fetch(`${app.url}/v1/logs`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ status: 'error', code: 'not_found', error: 'no such path: GET /v1/logs' });
  });

  it('100 MB without a declared length, in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    // A socket, for Node's client stops writing once it has an answer.
    const socket = connect(app.port, '127.0.0.1');
    let answer = '';
    socket
      .setMaxListeners(0)
      .setEncoding('latin1')
      .on('data', (text: string) => {
        answer += text;
      });
    socket.write('POST /v1/logs HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-protobuf\r\n');
    socket.write('transfer-encoding: chunked\r\n\r\n');
    const chunk = Buffer.concat([Buffer.from(`${MIB.toString(16)}\r\n`), Buffer.alloc(MIB), Buffer.from('\r\n')]);
    for (let i = 0; i < 100 && socket.writable; i++) {
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
    }
    if (socket.writable) socket.end('0\r\n\r\n');
    if (!socket.closed) await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * MIB);
  });
});

describe('refused in part, by name, while the neighbours are stored', () => {
  const good = { ts: NOW, body: 'a good line' };
  it.each([
    ['a time in the year 2200', { ts: 7_258_118_400_000_000_000n, body: 'late' }],
    ['a trace id of wrong length', { ts: NOW, body: 'id', traceId: 'abcd' }],
    [
      '10,000 attributes',
      {
        ts: NOW,
        body: 'wide',
        attributes: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 'v'])),
      },
    ],
  ])('%s', async (_name, bad) => {
    const answer = (await post(app.url, 'logs', logsRequest('checkout', [good, bad, good]))) as {
      partialSuccess?: { rejectedLogRecords: string; errorMessage: string };
    };
    expect(answer.partialSuccess).toMatchObject({
      rejectedLogRecords: '1',
      errorMessage: expect.stringContaining('1 refused: ') as string,
    });
  });

  it('invalid UTF-8', async () => {
    const answer = await send('/v1/logs', protobufLog('good', Buffer.from([0xff, 0xfe, 0x41]), 'too'), PROTOBUF);
    expect(answer.status).toBe(200);
    // ExportLogsServiceResponse { partial_success = 1 { rejected_log_records = 1 } }
    expect([answer.bytes[0], answer.bytes[2], answer.bytes[3]]).toEqual([0x0a, 0x08, 1]);
    expect(answer.text).toContain('1 refused: ');
    expect(answer.text).toContain('UTF-8');
  });

  it('a log record of time 0 takes the time of its arrival', async () => {
    expect(await post(app.url, 'logs', logsRequest('checkout', [{ ts: 0n, body: 'no clock' }]))).toEqual({});
  });

  it('a span whose id has the wrong length', async () => {
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      name: '주문',
      start: NOW,
      end: NOW + 1n,
    };
    const answer = await post(app.url, 'traces', tracesRequest('checkout', [span, { ...span, spanId: 'b7' }]));
    expect(answer).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  });
});

describe('browsers', () => {
  const preflight = (origin: string) =>
    fetch(`${app.url}/v1/traces`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-key',
      },
    });

  it('may send from a named origin', async () => {
    const answer = await preflight('https://shop.example');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type,x-key');
    const sent = await send('/v1/traces', '{}', { ...JSON_TYPE, origin: 'https://shop.example' });
    expect(sent.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(sent.headers.get('vary')).toContain('Origin');
  });

  it('may not from another', async () => {
    const answer = await preflight('https://evil.example');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('counts what it takes', async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  expect(text).toMatch(/bongsu_ingest_requests_total\{signal="logs",protocol="otlp-http",code="ok"\} [1-9]/);
  expect(text).toMatch(/bongsu_ingest_requests_total\{signal="logs",protocol="otlp-http",code="body_too_large"\} 3/);
  expect(text).toMatch(/bongsu_ingest_rejected_records_total\{signal="logs",protocol="otlp-http"\} 4/);
  expect(text).toMatch(/bongsu_store_commit_seconds_count\{signal="logs"\} [1-9]/);
});
