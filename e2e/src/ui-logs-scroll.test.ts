import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MISSING_CHROMIUM, haveChromium, openBrowser, type Browser } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';
import { recordTrace } from './trace-recording.js';

const runnable = haveChromium();
if (!runnable) process.stderr.write(`UI tests are skipped: ${MISSING_CHROMIUM}\n`);

const LINES = 1_000_000;
const BATCH = 20_000;
/** Over which they are spread: 400 lines a second. */
const MINUTES = 40;

describe.skipIf(!runnable)('a list of a million lines, in Chromium,', () => {
  let server: ServerProcess;
  let browser: Browser;
  const end = Math.floor(Date.now() / 60_000) * 60_000;
  const start = end - MINUTES * 60_000;

  beforeAll(async () => {
    server = await startServer();
    for (let first = 0; first < LINES; first += BATCH) await push(server.url, first, start);
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('scrolls anywhere with no task of ours over 50 ms', async () => {
    const { page } = browser;
    const query = encodeURIComponent('{service_name="flood"}');
    await page.goto(`${server.url}/logs?from=${start}&to=${end}&q=${query}`);
    const total = page.locator('[data-testid="log-total"]');
    await total.filter({ hasText: '1,000,000' }).waitFor();
    await page.locator('[data-testid="log-row"]').first().waitFor();
    const box = await page.locator('[data-testid="log-list"]').boundingBox();
    if (!box) throw new Error('the list has no box');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);

    const trace = await recordTrace(page, async () => {
      for (let i = 0; i < 120; i++) {
        await page.mouse.wheel(0, 480);
        await sleep(16);
      }
      // As the scroll bar is dragged: to places far apart, each with lines that have to be fetched.
      for (const share of [0.1, 0.35, 0.6, 0.85, 0.99, 0.5, 0.02]) {
        await page.locator('[data-testid="log-list"]').evaluate((list, at) => {
          const scrolled = list as unknown as { scrollTop: number; scrollHeight: number };
          scrolled.scrollTop = scrolled.scrollHeight * at;
        }, share);
        await page.locator('[data-testid="log-row"]').first().waitFor();
        for (let i = 0; i < 15; i++) {
          await page.mouse.wheel(0, -360);
          await sleep(16);
        }
      }
    });
    process.stdout.write(
      `scroll: ${trace.frames} frames, p95 ${trace.frameMs(0.95).toFixed(0)} ms apart, longest ${trace.frameMs(1).toFixed(0)} ms; ` +
        `longest task of the page ${trace.longestTaskMs.toFixed(0)} ms of its processor time\n`,
    );
    // The machine may be busy with other things between frames; what the page itself computes in one go is its own.
    expect(trace.longestTaskMs).toBeLessThan(50);
    expect(trace.frames).toBeGreaterThan(30);
    expect(browser.complaints).toEqual([]);
  });

  test('reaches the last line by the keyboard', async () => {
    const { page } = browser;
    await page.locator('[data-testid="log-row"]').first().focus();
    await page.keyboard.press('End');
    await page.locator('[data-testid="log-row"]').filter({ hasText: 'line 0 of' }).waitFor();
    const number = await page.locator('[role="row"]:has-text("line 0 of")').first().getAttribute('aria-rowindex');
    expect(number).toBe(String(LINES));
  });
});

async function push(url: string, first: number, start: number): Promise<void> {
  const apart = (MINUTES * 60_000) / LINES;
  const values = Array.from({ length: BATCH }, (_, i) => {
    const ns = BigInt(start) * 1_000_000n + BigInt(Math.round((first + i) * apart * 1_000_000)) + 1n;
    return [String(ns), `line ${first + i} of a million, level=${(first + i) % 50 === 0 ? 'error' : 'info'}`];
  });
  const response = await fetch(`${url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream: { service_name: 'flood' }, values }] }),
  });
  if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
}
