import { type Writable } from 'node:stream';
import { pino } from 'pino';
import { pinoLoki } from 'pino-loki';
import protobuf from 'protobufjs';
import { compress } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import winston from 'winston';
import LokiTransport from 'winston-loki';
import { eventually } from './eventually.js';
import { lokiQueryRange, type LogEntry } from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** The lines of a selector once there are as many as expected, oldest first. */
async function lines(selector: string, count: number): Promise<readonly LogEntry[]> {
  const found = await eventually(async () => {
    const entries = await lokiQueryRange(server.url, selector);
    expect(entries).toHaveLength(count);
    return entries;
  });
  return [...found].sort((a, b) => Number(BigInt(a.ts) - BigInt(b.ts)));
}

describe.each([
  ['one by one', false],
  ['in batches', { interval: 1 }],
] as const)('pino-loki, %s', (name, batching) => {
  it('delivers lines, labels and metadata', async () => {
    const app = `pino ${name}`;
    const stream = pinoLoki({ host: server.url, batching, labels: { app }, propsToLabels: ['team'] }) as Writable;
    const logger = pino({ level: 'debug' }, stream);
    logger.info({ team: 'a', meta: { request: 'r1', tries: 3 } }, '주문 접수');
    logger.error({ team: 'a' }, 'card declined');
    logger.warn({ team: 'b' }, 'slow');
    const found = await lines(`{app="${app}"}`, 3);
    stream.end();
    const seen = found.map(({ labels, line }) => ({
      msg: (JSON.parse(line) as { msg: string }).msg,
      level: labels['level'],
      detected: labels['detected_level'],
      team: labels['team'],
      service: labels['service_name'],
      request: labels['request'],
      tries: labels['tries'],
    }));
    const rest = { service: app, request: undefined, tries: undefined };
    expect(seen.sort((a, b) => (a.msg < b.msg ? -1 : 1))).toEqual([
      { msg: 'card declined', level: 'error', detected: 'error', team: 'a', ...rest },
      { msg: 'slow', level: 'warning', detected: 'warn', team: 'b', ...rest },
      { msg: '주문 접수', level: 'info', detected: 'info', team: 'a', service: app, request: 'r1', tries: '3' },
    ]);
  });
});

describe.each([
  ['JSON', true],
  ['snappy protobuf', false],
] as const)('winston-loki, %s', (name, json) => {
  it('delivers lines, labels and metadata of any type', async () => {
    const app = `winston-${json ? 'json' : 'proto'}`;
    const failures: unknown[] = [];
    const transport = new LokiTransport({
      host: server.url,
      json,
      interval: 1,
      labels: { app },
      replaceTimestamp: false,
      gracefulShutdown: false,
      onConnectionError: (error) => failures.push(error),
    });
    const logger = winston.createLogger({ level: 'debug', transports: [transport] });
    logger.info('주문 접수', { order: 'o-1', pieces: 2, address: { city: '제주' }, paid: true });
    logger.error('card "declined"');
    await transport.flush();
    const found = await lines(`{app="${app}"}`, 2);
    logger.close();
    expect(failures).toEqual([]);
    const byLevel = new Map(found.map((entry) => [entry.labels['detected_level'], entry]));
    expect(byLevel.get('info')?.line).toContain('주문 접수');
    expect(byLevel.get('error')?.line).toContain('card "declined"');
    expect(byLevel.get('info')?.labels).toMatchObject({ app, level: 'info', service_name: app });
    if (json) expect(byLevel.get('info')?.labels).toMatchObject({ order: 'o-1', pieces: '2', paid: 'true' });
  });
});

/** logproto as Loki publishes its field numbers (pkg/push/push.proto); what Promtail and Alloy send. */
const PUSH_PROTO = `
  syntax = "proto3";
  message PushRequest { repeated Stream streams = 1; }
  message Stream { string labels = 1; repeated Entry entries = 2; uint64 hash = 3; }
  message Entry { Timestamp timestamp = 1; string line = 2; repeated Pair structuredMetadata = 3; repeated Pair parsed = 4; }
  message Timestamp { int64 seconds = 1; int32 nanos = 2; }
  message Pair { string name = 1; string value = 2; }
`;

describe('a client of protobufjs that sends what Promtail sends', () => {
  const PushRequest = protobuf.parse(PUSH_PROTO).root.lookupType('PushRequest');

  async function push(streams: object[], headers: Record<string, string> = {}): Promise<Response> {
    const body = await compress(Buffer.from(PushRequest.encode(PushRequest.fromObject({ streams })).finish()));
    return fetch(`${server.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'user-agent': 'promtail/3.5.0', ...headers },
      body: new Uint8Array(body),
    });
  }

  it('is answered 204 and finds its lines to the nanosecond', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const response = await push([
      {
        labels: '{filename="/var/log/syslog", job="varlogs"}',
        entries: [
          { timestamp: { seconds, nanos: 2 }, line: 'second', structuredMetadata: [{ name: 'pid', value: '7' }] },
          { timestamp: { seconds, nanos: 1 }, line: 'first level=warn' },
          { timestamp: { seconds, nanos: 1 }, line: 'first level=warn' },
        ],
      },
    ]);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await lines('{job="varlogs"}', 2)).toEqual([
      {
        ts: `${seconds}000000001`,
        line: 'first level=warn',
        labels: { filename: '/var/log/syslog', job: 'varlogs', service_name: 'varlogs', detected_level: 'warn' },
      },
      {
        ts: `${seconds}000000002`,
        line: 'second',
        labels: {
          filename: '/var/log/syslog',
          job: 'varlogs',
          service_name: 'varlogs',
          detected_level: 'unknown',
          pid: '7',
        },
      },
    ]);
  });

  it('is told in its first line why a batch is dropped', async () => {
    const response = await push([{ labels: '{job=}', entries: [{ timestamp: { seconds: 1 }, line: 'x' }] }]);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/^couldn't parse labels: 1:6: parse error: [^\n]*\n$/);
  });
});
