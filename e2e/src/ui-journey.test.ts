import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { spansOf, tempoTrace } from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';
import { startShop, type Shop } from './shop-process.js';

const runnable = haveChromium();

describe.skipIf(!runnable)('the page, in Chromium,', () => {
  let server: ServerProcess;
  const browser = browserForEach(() => server.url);

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.stop());

  test('says how to send data while there is none', async () => {
    const { page } = browser;
    await page.goto(server.url);
    const empty = byId(page, 'empty-state');
    await empty.waitFor();
    const text = await empty.innerText();
    expect(text).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
    expect(text).toContain('OTEL_SERVICE_NAME');
    await browser.screenshot('empty');
    expect(browser.complaints).toEqual([]);
  });

  describe('with the shop running,', () => {
    let shop: Shop;

    beforeAll(async () => {
      shop = await startShop(server.url);
    });
    afterAll(() => shop?.stop());

    test('leads from a service to a log line, its trace, the logs of a span, the chart, and back to a trace', async () => {
      const { page, screenshot } = browser;
      await page.goto(server.url);
      const row = byId(page, 'service-row').filter({ hasText: 'orders' }).first();
      await row.waitFor();
      expect(await byId(page, 'service-row').count()).toBeGreaterThanOrEqual(3);
      await screenshot('home');
      await row.click();

      // The newest lines of the service come in by themselves.
      await byId(page, 'log-row').first().waitFor();
      const newest = await byId(page, 'log-row').first().innerText();
      await eventually(async () => expect(await byId(page, 'log-row').first().innerText()).not.toBe(newest), 20_000);
      // Its request charts have lines, not only axes: two exports 5 s apart, on a grid of 20 s, asked for every 10 s.
      const timeout = 45_000;
      const rate = byId(page, 'chart-rate').filter({ hasText: /req\/s\s*[\d.]+/ });
      await rate.waitFor({ timeout });
      const latency = byId(page, 'chart-latency').filter({ hasText: /p95\s*[\d.]+/ });
      await latency.waitFor({ timeout });
      await screenshot('service-live-logs');

      // A line leads to the trace of its request, opened at the span that wrote it.
      const line = await settledLine(page);
      await line.click();
      await screenshot('log-line');
      await byId(line, 'log-trace-link').click();
      await byId(page, 'span-panel').filter({ hasText: 'POST /orders' }).waitFor();
      const names = (await byId(page, 'span-row').allInnerTexts()).join('\n');
      for (const name of ['POST /checkout', '주문 확인', 'INSERT orders', '결제 승인', 'INSERT payments']) {
        expect(names).toContain(name);
      }
      await byId(page, 'span-log-row').filter({ hasText: '주문 접수' }).waitFor();
      await screenshot('trace');

      // Another span leads to its own log lines, and to the charts of its service.
      await byId(page, 'span-row').filter({ hasText: 'POST /checkout' }).click();
      await byId(page, 'span-panel').filter({ hasText: 'POST /checkout' }).waitFor();
      await byId(page, 'span-log-row').filter({ hasText: 'checkout finished' }).waitFor();
      await byId(page, 'chart-latency').waitFor();
      await screenshot('span');
      const opened = page.url();

      // A point of the chart leads to the trace that it was measured on.
      // Points may overlap; the last one lies on top.
      const point = byId(page, 'exemplar-point').last();
      await point.waitFor();
      await screenshot('chart');
      await point.click();
      await byId(page, 'span-row').first().waitFor();
      const traceId = await eventually(async () => {
        expect(page.url()).not.toBe(opened);
        return /[0-9a-f]{32}/.exec(page.url())?.[0] ?? '';
      });
      // The request may be one whose spans still arrive. Opened again, the page shows all that is stored.
      await eventually(async () => {
        const spans = spansOf(await tempoTrace(server.url, traceId));
        expect(spans.map(({ service }) => service)).toContain('gateway');
        await page.reload();
        await byId(page, 'span-row').first().waitFor();
        const shown = (await byId(page, 'span-row').allInnerTexts()).join('\n');
        for (const { span } of spans) expect(shown).toContain(span.name);
      }, 30_000);
      await screenshot('exemplar-trace');
      expect(browser.complaints).toEqual([]);
    });

    test('keeps its state in the address: a reload shows the same trace', async () => {
      const { page } = browser;
      await page.goto(server.url);
      await byId(page, 'service-row').filter({ hasText: 'orders' }).first().click();
      await byId(page, 'log-row').filter({ hasText: '주문 접수' }).first().click();
      await byId(page, 'log-trace-link').first().click();
      await byId(page, 'span-row').first().waitFor();
      const address = page.url();
      await page.reload();
      await byId(page, 'span-row').first().waitFor();
      expect(page.url()).toBe(address);
      expect(browser.complaints).toEqual([]);
    });
  });
});

function byId(within: Page | Locator, id: string): Locator {
  return within.locator(`[data-testid="${id}"]`);
}

/**
 * The line of an order that was paid a moment ago: the newest ones belong to traces that are still arriving. It is found by
 * its number, because new lines push it down while it is being clicked.
 */
async function settledLine(page: Page): Promise<Locator> {
  const done = /주문 완료: \d+/;
  await byId(page, 'log-row').filter({ hasText: done }).nth(9).waitFor();
  const text = done.exec(await byId(page, 'log-row').filter({ hasText: done }).nth(9).innerText())?.[0] ?? '';
  return byId(page, 'log-row').filter({ has: page.getByText(text, { exact: true }) });
}
