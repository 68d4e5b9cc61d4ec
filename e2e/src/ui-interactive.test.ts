import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';
import { recordTasks, report } from './task-recording.js';
import { sendShop, uiPages } from './ui-pages.js';

const runnable = haveChromium();

/** The bar: from the start of the navigation, with nothing in the cache, until the page answers a key. */
const INTERACTIVE_MS = 1_000;

// Each test has a browser of its own, so each starts with an empty cache.
describe.skipIf(!runnable)('opened for the first time', () => {
  let server: ServerProcess;
  const browser = browserForEach(() => server.url);

  beforeAll(async () => {
    server = await startServer();
    await sendShop(server.url);
  });
  afterAll(() => server?.stop());

  test.each([
    ['home', 'service-row'],
    ['logs', 'log-row'],
  ] as const)('the %s page answers a key after less than a second of its own work', async (name, row) => {
    const { page } = browser;
    await page.addInitScript(`document.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element && target.closest('[data-filter]')) globalThis.answered ??= performance.now();
    })`);
    const plain: string[] = [];
    let scripts = 0;
    page.on('response', (response) => {
      if (!response.url().endsWith('.js')) return;
      scripts++;
      if (response.headers()['content-encoding'] !== 'gzip') plain.push(response.url());
    });
    let shown = 0;
    let answered = 0;
    const tasks = await recordTasks(page, async () => {
      await page.goto(`${server.url}${uiPages[name]}`, { waitUntil: 'commit' });
      await page.getByTestId(row).first().waitFor();
      shown = await page.evaluate<number>('performance.now()');
      await page.keyboard.press('/');
      answered = await page.evaluate<number>('globalThis.answered');
    });
    process.stdout.write(
      `${name}: data after ${shown.toFixed(0)} ms, a key answered after ${answered.toFixed(0)} ms, ${scripts} scripts; ${report(tasks)}\n`,
    );
    // By the clock other programs of the machine count too; the page's own share is what it can keep short.
    expect(tasks.all).toBeLessThan(INTERACTIVE_MS);
    expect(answered).toBeGreaterThan(0);
    expect(plain).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});
