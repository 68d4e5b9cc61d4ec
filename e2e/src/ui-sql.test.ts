import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { openPage, shopPages } from './ui-pages.js';

const runnable = haveChromium();

/** Longer than anybody waits; the limit of a query's time would end it after 30 s. */
const ENDLESS = 'SELECT sum(sipHash64(number)) FROM system.numbers';

describe.skipIf(!runnable)('the SQL page, in Chromium,', () => {
  const pages = shopPages();
  const { browser } = pages;

  async function open(statement?: string): Promise<Page> {
    const { page } = browser;
    const search = statement === undefined ? '' : `?q=${encodeURIComponent(statement)}`;
    await openPage(page, pages.url, `/sql${search}`);
    return page;
  }
  const cells = (page: Page): Promise<string[]> => page.getByTestId('sql-row').locator('td').allInnerTexts();
  const write = async (page: Page, statement: string): Promise<void> => {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(statement);
  };

  test('runs an example and what is typed, keeps both in the address, and Back shows the first again', async () => {
    const page = await open();
    await page.getByRole('button', { name: /count\(\) AS lines/ }).click();
    await page.getByTestId('sql-row').first().waitFor();
    expect((await cells(page)).slice(0, 2)).toEqual(['shop', '4']);
    await write(page, "SELECT body FROM logs WHERE body LIKE '%declined%'");
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await cells(page)).toEqual(['payment declined']));
    expect(new URL(page.url()).searchParams.get('q')).toContain('declined');
    expect(await page.locator('.sql-facts').innerText()).toMatch(/1 row\s+.*, \d+ rows and [\d.]+ k?B read/);
    await page.goBack();
    await eventually(async () => expect((await cells(page)).slice(0, 2)).toEqual(['shop', '4']));
    expect(browser.complaints).toEqual([]);
  });

  test('takes several lines at once', async () => {
    const page = await open();
    await write(page, 'SELECT\n  1 AS n,\n  2 AS m');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await cells(page)).toEqual(['1', '2']));
    expect(await page.locator('.cm-line').allInnerTexts()).toEqual(['SELECT', '  1 AS n,', '  2 AS m']);
    expect(browser.complaints).toEqual([]);
  });

  test('gives the rows as CSV', async () => {
    const page = await open('SELECT 1 AS n, \'a, "b"\' AS text');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/)).toEqual(['n,text', '1,"a, ""b"""']);
  });

  test('says why it does not run a statement, and keeps it in the editor', async () => {
    for (const [statement, why] of [
      ['SELECT nope FROM logs', /nope/],
      ['SELECT count( FROM logs', /line 1/],
      ['DROP TABLE logs', /only SELECT, .* may stand here, and no DROP/],
      ["SELECT * FROM file('/etc/passwd')", /file\(\) may not be called here/],
      ['SELECT * FROM system.processes', /system\.processes is not readable here/],
      ['SELECT 1 SETTINGS readonly = 0', /SETTINGS: the settings of a statement are those of the page/],
      ['SELECT 1; SELECT 2', /one statement at a time/],
    ] as const) {
      const page = await open(statement);
      expect(await page.getByTestId('query-problem').innerText()).toMatch(why);
      expect(await page.locator('.cm-content').innerText()).toBe(statement);
    }
    // The server refused statements; nothing else went wrong.
    expect(browser.complaints.filter((text) => !text.includes('400'))).toEqual([]);
    const { page } = browser;
    await write(page, 'SELECT count() FROM logs');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await cells(page)).toEqual(['4']));
  });

  test('shows the tables with their columns, and puts a column into the statement', async () => {
    const page = await open();
    const tables = page.getByRole('complementary', { name: 'Tables' });
    await tables.locator('summary').filter({ hasText: /^logs/ }).click();
    await write(page, 'SELECT ');
    await tables.getByRole('button', { name: 'Put service into the statement' }).click();
    await eventually(async () => expect(await page.locator('.cm-content').innerText()).toBe('SELECT service'));
    expect(browser.complaints).toEqual([]);
  });

  test('stops a long statement, and the engine with it', async () => {
    const page = await open();
    await write(page, ENDLESS);
    await page.keyboard.press('Control+Enter');
    const progress = page.getByTestId('progress');
    await progress.getByText(/[1-9]\.\d s/).waitFor();
    expect(await busyShare(pages.url)).toBeGreaterThan(0.5);
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run it again' }).waitFor();
    await eventually(async () => expect(await busyShare(pages.url)).toBeLessThan(0.3), 10_000);
    expect(browser.complaints).toEqual([]);
  });
});

/** Processor time of the server over half a second, in processors. */
async function busyShare(url: string): Promise<number> {
  const [before, from] = [await processorSeconds(url), performance.now()];
  await sleep(500);
  const [after, to] = [await processorSeconds(url), performance.now()];
  return (after - before) / ((to - from) / 1_000);
}

async function processorSeconds(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const found = /^process_cpu_seconds_total ([\d.e+-]+)$/m.exec(metrics)?.[1];
  if (found === undefined) throw new Error(`no processor time in ${metrics.slice(0, 500)}`);
  return Number(found);
}
