import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { eventually } from './eventually.js';
import { prometheusQuery } from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';
import { startShop, type Shop } from './shop-process.js';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
/** With `BONGSU_TOUR_IMAGES=write` the pictures of docs/tour.md are taken anew. */
const WRITES = process.env['BONGSU_TOUR_IMAGES'] === 'write';

const runnable = haveChromium();

describe.skipIf(!runnable)('the tour of docs/tour.md', () => {
  let server: ServerProcess;
  let browser: Browser;
  let shop: Shop;

  beforeAll(async () => {
    server = await startServer();
    shop = await startShop(server.url, async () => {
      const failed = 'traces_spanmetrics_calls_total{span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_ERROR"}';
      expect((await prometheusQuery(server.url, `sum(${failed}) > 3`)).length).toBe(1);
    });
    // Charts of the first seconds are empty: no pictures for a page that explains them.
    if (WRITES) await sleep(75_000);
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(30_000);
    await browser.page.setViewportSize({ width: 1280, height: 800 });
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
    await server?.stop();
  });

  test('finds the failing request behind the errors within five clicks', async () => {
    const { page } = browser;
    let clicks = 0;
    const click = async (target: Locator): Promise<void> => {
      await target.click();
      clicks++;
    };
    const picture = async (name: string): Promise<void> => {
      // A picture of what loads tells nothing.
      await eventually(async () => expect(await page.locator('main .loading').count()).toBe(0));
      await browser.screenshot(name);
      if (WRITES) await page.screenshot({ path: `${IMAGES}${name}.png`, scale: 'css' });
    };

    // Home says which service has errors.
    await page.goto(server.url);
    const failing = page.getByTestId('service-row').filter({ has: page.locator('.services-errors') });
    await failing.first().waitFor();
    await picture('tour-1-home');
    await click(failing.first().getByRole('link').first());

    // Its page lists its traces; those that failed carry a mark.
    const failed = page.getByTestId('trace-row').filter({ has: page.getByRole('img', { name: /error/ }) });
    await failed.first().waitFor();
    await picture('tour-2-service');
    await click(failed.first());

    // The trace leads to the span that failed, and the span to its own lines.
    await page.getByTestId('span-row').first().waitFor();
    await click(page.getByRole('button', { name: 'Next error' }));
    const panel = page.getByTestId('span-panel');
    await panel.waitFor();
    expect(await panel.innerText()).toMatch(/error/i);
    await picture('tour-3-trace');
    expect(clicks).toBeLessThanOrEqual(5);
    expect(browser.complaints).toEqual([]);
  });
});
