import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type ServerProcess } from './server-process.js';

/** What the product promises from the moment a line is sent to the moment a tail shows it. */
const MAX_LATE_MS = 1000;
const LINES = 40;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

interface Frame {
  readonly streams: readonly { readonly values: readonly [string, string][] }[];
}

it('a tail shows lines of a push and of OTLP as they come: each once, in order, within a second', async () => {
  const query = '{service_name="tailed"} |= "line" | drop level';
  const url = `${server.url.replace('http', 'ws')}/loki/api/v1/tail?query=${encodeURIComponent(query)}`;
  const socket = new WebSocket(url);
  const shown: string[] = [];
  const late: number[] = [];
  const sentAt = new Map<string, number>();
  socket.on('message', (data: Buffer) => {
    const { streams } = JSON.parse(data.toString()) as Frame;
    for (const [, line] of streams.flatMap(({ values }) => values)) {
      shown.push(line);
      late.push(Date.now() - sentAt.get(line)!);
    }
  });
  await once(socket, 'open');

  const exporter = new OTLPLogExporter({ url: `http://127.0.0.1:${server.grpcPort}` });
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'tailed' }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('e2e');
  const push = async (line: string): Promise<void> => {
    const values = [[`${Date.now()}000000`, line]];
    const response = await fetch(`${server.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream: { service_name: 'tailed', way: 'push' }, values }] }),
    });
    expect(response.status).toBe(204);
  };
  const sent: string[] = [];
  for (let i = 0; i < LINES; i++) {
    const line = `line ${i}`;
    sent.push(line);
    sentAt.set(line, Date.now());
    if (i % 2 === 0) {
      await push(line);
    } else {
      logger.emit({ severityNumber: SeverityNumber.INFO, body: line });
      // Resolves when the server has acknowledged it: lines sent at once have no order.
      await provider.forceFlush();
    }
    await sleep(20);
  }
  while (shown.length < LINES) await once(socket, 'message');
  // What came twice would come soon after.
  await sleep(300);
  socket.close(1000);
  const [code] = (await once(socket, 'close')) as [number];
  await provider.shutdown();
  late.sort((a, b) => a - b);
  console.log(`tail: lines late by ${late[LINES / 2]!} ms at the median, ${late.at(-1)!} ms at most`);
  expect(code).toBe(1000);
  expect(shown).toEqual(sent);
  expect(late.at(-1)).toBeLessThanOrEqual(MAX_LATE_MS);
});
