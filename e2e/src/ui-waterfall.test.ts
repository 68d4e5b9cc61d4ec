import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { sendTrace } from './generated-trace.js';
import { freshFolder, startServer, type ServerProcess } from './server-process.js';
import { recordTasks, report } from './task-recording.js';

const runnable = haveChromium();

// What others on the machine take from a frame comes and goes within minutes; what the page takes is there each time.
const FRAMES = { retry: process.env['CI'] === 'true' ? 3 : 0 };

describe.skipIf(!runnable)('the waterfall, in Chromium,', () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    const config = join(dirname(await freshFolder()), 'bongsu.yaml');
    await mkdir(dirname(config), { recursive: true });
    await writeFile(config, 'limits:\n  query:\n    traceSpans: 200000\n');
    server = await startServer({ args: ['--config', config] });
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(60_000);
    await browser.page.goto(`${server.url}/traces`);
    await browser.page.waitForLoadState('networkidle');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('scrolls and pans 10,000 spans without a long task', FRAMES, async () => {
    const { page } = browser;
    const traceId = await sendTrace(server.url, 10_000);
    const opening = await recordTasks(page, () => open(page, traceId, 10_000));
    process.stdout.write(`10,000 spans, opening: ${report(opening)}\n`);
    expect(opening.long).toEqual([]);

    const box = await page.locator('[data-testid="waterfall-scroll"]').boundingBox();
    if (!box) throw new Error('the waterfall has no box');
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    const tasks = await recordTasks(page, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, 400);
      // Closer, along the time, and back.
      await page.keyboard.down('Control');
      for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -200);
      await page.keyboard.up('Control');
      await page.keyboard.down('Shift');
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? 60 : -60);
      await page.keyboard.up('Shift');
    });
    expect(await page.locator('[data-testid="span-row"]').count()).toBeLessThan(100);
    expect(tasks.frames).toBeGreaterThan(10);
    process.stdout.write(`10,000 spans, moving: ${report(tasks)}\n`);
    expect(tasks.long).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  test('opens 100,000 spans', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/traces`);
    const traceId = await sendTrace(server.url, 100_000);
    const opening = await recordTasks(page, () => open(page, traceId, 100_000));
    process.stdout.write(`100,000 spans, opening: ${report(opening)}\n`);
    await page.locator('[data-testid="span-row"]').first().focus();
    await page.keyboard.press('End');
    await page.locator('[aria-rowindex="100000"]').waitFor();
    expect(browser.complaints).toEqual([]);
  });
});

/**
 * From the traces page, as a link would: what is recorded is the trace, not the start of the program. Prints how long the
 * server took to answer, and how long after its last byte the first rows were painted; large traces have them before it.
 */
async function open(page: Page, traceId: string, spans: number): Promise<void> {
  const answered = page.waitForEvent('requestfinished', (request) =>
    request.url().includes(`/api/v2/traces/${traceId}`),
  );
  // The frame after the one that the rows are drawn in has them on the screen.
  const painted = page.evaluate<number>(`new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-testid="span-row"]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  })`);
  await page.evaluate(`
    history.pushState(null, '', '/traces/${traceId}');
    dispatchEvent(new PopStateEvent('popstate'));
  `);
  const { startTime, responseStart, responseEnd } = (await answered).timing();
  const rows = (await painted) - (startTime + responseEnd);
  process.stdout.write(
    `answer from ${Math.round(responseStart)} to ${Math.round(responseEnd)} ms, rows ${Math.round(rows)} ms after it\n`,
  );
  await page.locator(`[role="treegrid"][aria-rowcount="${spans}"]`).waitFor();
  // What follows the first rows (the map of the trace, lazy parts) is a part of opening.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1_000);
}
