import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { browserForEach, type Browser } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** Every route of the UI, with a query where a page has one, over what {@link sendShop} sends. */
export const uiPages = {
  home: '/',
  service: '/services/shop',
  logs: `/logs?q=${encodeURIComponent('{service_name="shop"}')}`,
  traces: '/traces',
  trace: `/traces/${TRACE}`,
  flame: `/traces/${TRACE}?view=flame`,
  statistics: `/traces/${TRACE}?view=statistics`,
  patterns: '/logs?view=patterns',
  map: '/map',
  metrics: '/metrics?q=shop_orders_total',
  dashboards: '/dashboards',
  dashboard: '/dashboards/none',
  sql: `/sql?q=${encodeURIComponent('SELECT service, body FROM logs LIMIT 10')}`,
  nowhere: '/no/such/page',
} as const;

export type UiPage = keyof typeof uiPages;

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

async function post(url: string, signal: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok || text.includes('rejected')) throw new Error(`${signal}: ${response.status} ${text}`);
}

export interface Sent {
  readonly service?: string;
  /** What its resource says beside the name. */
  readonly resource?: readonly { readonly key: string; readonly value: string }[];
  readonly lines: readonly string[];
  readonly attributes?: readonly { readonly key: string; readonly value: string }[];
  readonly spanNames: readonly string[];
  readonly metrics: readonly string[];
}

/** Sends lines, one trace and counters of one service, all of the last minutes, over OTLP/HTTP. */
export async function sendTelemetry(url: string, sent: Sent): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n;
  const attributes = (sent.attributes ?? []).map(({ key, value }) => attribute(key, value));
  const described = (sent.resource ?? []).map(({ key, value }) => attribute(key, value));
  const resource = { attributes: [attribute('service.name', sent.service ?? 'shop'), ...described] };
  await post(url, 'logs', {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: sent.lines.map((line, i) => ({
              timeUnixNano: String(now - BigInt(i + 1) * 1_000_000_000n),
              severityNumber: i % 2 === 0 ? 9 : 17,
              severityText: i % 2 === 0 ? 'INFO' : 'ERROR',
              body: { stringValue: line },
              attributes,
              ...(i === 0 ? { traceId: TRACE, spanId: '00f067aa0ba90200' } : {}),
            })),
          },
        ],
      },
    ],
  });
  await post(url, 'traces', {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            spans: sent.spanNames.map((name, i) => ({
              traceId: TRACE,
              spanId: `00f067aa0ba9020${i.toString(16)}`,
              ...(i === 0 ? {} : { parentSpanId: '00f067aa0ba90200' }),
              name,
              kind: i === 0 ? 2 : 1,
              startTimeUnixNano: String(now - 60_000_000_000n + BigInt(i) * 1_000_000n),
              endTimeUnixNano: String(now - 60_000_000_000n + 40_000_000n + BigInt(i) * 1_000_000n),
              attributes,
              status: { code: i % 2 === 0 ? 0 : 2 },
            })),
          },
        ],
      },
    ],
  });
  await post(url, 'metrics', {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: sent.metrics.map((name) => ({
              name,
              sum: {
                aggregationTemporality: 2,
                isMonotonic: true,
                dataPoints: [30, 15, 0].map((seconds) => ({
                  timeUnixNano: String(now - BigInt(seconds) * 1_000_000_000n),
                  startTimeUnixNano: String(now - 600_000_000_000n),
                  asDouble: 100 - seconds,
                  attributes,
                })),
              },
            })),
          },
        ],
      },
    ],
  });
}

export async function sendShop(url: string): Promise<void> {
  await sendTelemetry(url, {
    lines: ['order 17 placed', 'payment declined', '주문 접수', '{"level":"info","order":18}'],
    spanNames: ['POST /checkout', 'INSERT orders', '결제 승인'],
    metrics: ['shop.orders'],
  });
}

/** For the `describe` it is called in: a server that has got {@link sendShop}, and a fresh browser for each test. */
export function shopPages(): { readonly url: string; readonly browser: Omit<Browser, 'close'> } {
  let server: ServerProcess | undefined;
  const url = (): string => {
    if (server === undefined) throw new Error('the server is there while a test runs');
    return server.url;
  };
  const browser = browserForEach(url);
  beforeAll(async () => {
    server = await startServer();
    await sendShop(server.url);
  });
  afterAll(() => server?.stop());
  return {
    get url() {
      return url();
    },
    browser,
  };
}

/** Opens a page and waits until nothing of it loads any more. */
export async function openPage(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.locator('main').waitFor();
  // No waitForFunction: it evaluates text inside the page, which the page's policy refuses.
  for (const loading of ['main .loading', 'main [data-ready="false"]']) {
    await page.locator(loading).first().waitFor({ state: 'detached' });
  }
}

/** Links and buttons that begin or end beyond the right edge of the window: a thumb finds none of them. */
export async function outOfReach(page: Page): Promise<readonly string[]> {
  return await page.evaluate<readonly string[]>(`
    [...document.querySelectorAll('main a, main button')]
      .filter((control) => control.getClientRects().length > 0)
      .filter((control) => control.getBoundingClientRect().right > window.innerWidth)
      .map((control) => control.getAttribute('aria-label') ?? control.textContent)
  `);
}

/** How far the document is wider than the window, px. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}
