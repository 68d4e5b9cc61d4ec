import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transcodeLogs } from '@bongsu/wire/otlp';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';
import { logsRequest } from '../testkit/otlp-json.js';
import { OTLP_SERVICES } from './otlp-service.js';

const MIB = 1024 * 1024;
const NOW = BigInt(Date.now()) * 1_000_000n;
let app: RunningApp;
let client: Client;

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({
      ...config,
      limits: {
        ...config.limits,
        request: { ...config.limits.request, maxDecompressedBytes: 2 * MIB, maxBytesInFlight: 5 * MIB },
      },
    })),
  );
  client = new Client(`127.0.0.1:${app.grpcPort}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  expect(await app.stop()).toEqual([]);
});

const [logs] = OTLP_SERVICES;
const path = logs![1].path;

function exportLogs(body: Uint8Array, metadata = new Metadata()): Promise<Buffer | ServiceError> {
  return new Promise((resolve) => {
    const same = (bytes: Buffer) => bytes;
    client.makeUnaryRequest(path, same, same, Buffer.from(body), metadata, (error, answer) => {
      resolve(error ?? answer!);
    });
  });
}

function protobuf(request: object): Uint8Array {
  const bytes = transcodeLogs(Buffer.from(JSON.stringify(request)));
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
}

const tenant = (value: string) => {
  const metadata = new Metadata();
  metadata.set('x-scope-orgid', value);
  return metadata;
};

it('stores and answers an empty response', async () => {
  const answer = await exportLogs(protobuf(logsRequest('pay', [{ ts: NOW, body: '결제 완료' }])), tenant('shop'));
  expect(answer).toEqual(Buffer.alloc(0));
});

it('takes gzip', async () => {
  const compressing = new Client(`127.0.0.1:${app.grpcPort}`, credentials.createInsecure(), {
    'grpc.default_compression_algorithm': 2,
  });
  const body = protobuf(logsRequest('pay', [{ ts: NOW, body: 'x'.repeat(100_000) }]));
  const answer = await new Promise((resolve) => {
    const same = (bytes: Buffer) => bytes;
    compressing.makeUnaryRequest(path, same, same, Buffer.from(body), new Metadata(), (error, bytes) => {
      resolve(error ?? bytes);
    });
  });
  compressing.close();
  expect(answer).toEqual(Buffer.alloc(0));
});

it('says what was refused in part', async () => {
  const year2200 = 7_258_118_400_000_000_000n;
  const answer = await exportLogs(
    protobuf(
      logsRequest('pay', [
        { ts: NOW, body: 'a' },
        { ts: year2200, body: 'b' },
      ]),
    ),
  );
  expect(Buffer.isBuffer(answer) && answer.toString()).toContain('1 refused: ');
});

it.each([
  ['truncated protobuf', Buffer.from([0x0a, 0x50, 1]), undefined, status.INVALID_ARGUMENT, /runs past|truncated/],
  ['a bad tenant', Buffer.alloc(0), tenant('a/b'), status.INVALID_ARGUMENT, /tenant ID 'a\/b'/],
  ['3 MiB', Buffer.alloc(3 * MIB), undefined, status.RESOURCE_EXHAUSTED, /raise limits\.request\.maxDecompressedBytes/],
])('refuses %s', async (_name, body, metadata, code, message) => {
  const answer = await exportLogs(body, metadata);
  expect((answer as ServiceError).code).toBe(code);
  expect((answer as ServiceError).details).toMatch(message);
});

it('refuses calls beyond the bytes in flight with a retry hint, and recovers', async () => {
  const body = protobuf(logsRequest('pay', [{ ts: NOW, body: 'x'.repeat(500_000) }]));
  const answers = await Promise.all(Array.from({ length: 40 }, () => exportLogs(body)));
  const refused = answers.filter((answer): answer is ServiceError => !Buffer.isBuffer(answer));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(40);
  for (const error of refused) {
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toContain('limits.request.maxBytesInFlight');
    const [detail] = error.metadata.get('grpc-status-details-bin');
    expect(String(detail)).toContain('google.rpc.RetryInfo');
  }
  expect(await exportLogs(body)).toEqual(Buffer.alloc(0));
});
