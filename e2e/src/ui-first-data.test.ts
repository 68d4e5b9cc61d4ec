import { type Writable } from 'node:stream';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { pino } from 'pino';
import { pinoLoki } from 'pino-loki';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { eventually } from './eventually.js';
import { startServer, type ServerProcess } from './server-process.js';

const runnable = haveChromium();

const WAYS = ['node', 'python', 'promtail', 'collector', 'curl', 'demo'];

describe.skipIf(!runnable)('on a fresh install, the ways to send', () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(20_000);
    await browser.page.goto(server.url);
    await browser.page.getByTestId('empty-state').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The ways that are green, once there are as many as expected. */
  async function green(...expected: readonly string[]): Promise<void> {
    await eventually(async () => {
      const ways = await browser.page.locator('[data-way][data-arrived="true"]').all();
      expect(await Promise.all(ways.map((way) => way.getAttribute('data-way')))).toEqual(expected);
    }, 20_000);
  }

  test('are all there, none of them green', async () => {
    const ways = await browser.page.locator('[data-way]').all();
    expect(await Promise.all(ways.map((way) => way.getAttribute('data-way')))).toEqual(WAYS);
    await green();
  });

  test('Node turns green with the first line of its SDK', async () => {
    const logs = new LoggerProvider({
      resource: defaultResource().merge(resourceFromAttributes({ 'service.name': 'from-node' })),
      processors: [new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${server.url}/v1/logs` }) })],
    });
    logs.getLogger('first').emit({ severityNumber: SeverityNumber.INFO, body: 'hello from Node' });
    await logs.shutdown();
    await green('node');
    await browser.page.locator('.first-came').waitFor();
  });

  // The bytes are those of an SDK, and the resource is what the one for Python 1.38 says of itself.
  test('Python turns green with its first span', async () => {
    const traces = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'telemetry.sdk.language': 'python',
        'telemetry.sdk.name': 'opentelemetry',
        'telemetry.sdk.version': '1.38.0',
        'telemetry.auto.version': '0.59b0',
        'service.name': 'from-python',
      }),
      spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: `${server.url}/v1/traces` }))],
    });
    traces.getTracer('first').startSpan('GET /').end();
    await traces.shutdown();
    await green('node', 'python');
  });

  test('Promtail turns green with the first push to Loki', async () => {
    const stream = pinoLoki({ host: server.url, batching: false, labels: { app: 'from-loki' } }) as Writable;
    pino(stream).info('hello from a Loki client');
    await green('node', 'python', 'promtail');
    stream.end();
    await browser.screenshot('first-data-green');
  });

  test('the services are one click away, and how to send stays at hand', async () => {
    const { page } = browser;
    await page.getByText('3 services have sent data').waitFor();
    await page.getByRole('button', { name: 'Show the services' }).click();
    await page.getByTestId('service-row').filter({ hasText: 'from-python' }).first().waitFor();
    await page.getByRole('link', { name: 'Send data' }).click();
    await green('node', 'python', 'promtail');
    expect(new URL(page.url()).searchParams.get('send')).toBe('on');
    await page.goBack();
    await page.getByTestId('service-row').first().waitFor();
    expect(browser.complaints).toEqual([]);
  });
});
