import { describe, expect, test } from 'vitest';
import { haveChromium } from './browser.js';
import { openUntilFirstRow, type FirstRow } from './first-row.js';
import { recordTasks, report } from './task-recording.js';
import { shopPages, uiPages } from './ui-pages.js';

const runnable = haveChromium();

/** The bar: from the start of the navigation, with nothing in the cache, until there is data and a key is answered. */
const INTERACTIVE_MS = 1_000;

// Each test has a browser of its own, so each starts with an empty cache.
describe.skipIf(!runnable)('opened for the first time', () => {
  const pages = shopPages();
  const { browser } = pages;

  const opened = [
    ['home', 'service-row', '/api/bongsu/services'],
    ['logs', 'log-row', '/loki/api/v1/query_range'],
  ] as const;

  // Recording what a page does takes it a fifth longer: the clock is read where nothing is recorded.
  test.each(opened)('the %s page shows data and answers a key', async (name, row) => {
    const { page } = browser;
    const { painted, answered } = await openUntilFirstRow(page, `${pages.url}${uiPages[name]}`, row);
    process.stdout.write(
      `${name}: data after ${painted.toFixed(0)} ms, a key answered ${(answered - painted).toFixed(0)} ms later\n`,
    );
    expect(answered).toBeGreaterThan(painted);
    expect(browser.complaints).toEqual([]);
  });

  test.each(opened)(
    'the %s page asks for what it needs at once and keeps its tasks short',
    async (name, row, answer) => {
      const { page } = browser;
      const plain: string[] = [];
      page.on('response', (response) => {
        const script = response.url().endsWith('.js');
        if (script && response.headers()['content-encoding'] !== 'gzip') plain.push(response.url());
      });
      let first: FirstRow | undefined;
      const tasks = await recordTasks(page, async () => {
        first = await openUntilFirstRow(page, `${pages.url}${uiPages[name]}`, row);
      });
      if (first === undefined) throw new Error('the page was opened');
      const { late, asked, twice } = first;
      process.stdout.write(`${name}: ${report(tasks)}\n`);
      // By the clock other programs of the machine count too; the page's own share is what it can keep short.
      expect(tasks.all).toBeLessThan(INTERACTIVE_MS);
      // Two round trips: the document; the files that it names, and beside them the answer.
      expect(late).toEqual([]);
      expect(asked).toEqual([answer]);
      expect(twice).toEqual([]);
      expect(plain).toEqual([]);
      expect(browser.complaints).toEqual([]);
    },
  );
});
