import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { freshFolder, startServer, type ServerProcess } from './server-process.js';

const runnable = haveChromium();

const TRACE = '0123456789abcdef0123456789abcdef';
const ESC = '\u001b[';
/** What must neither run nor break the layout. */
const HOSTILE = [
  `<img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>`,
  `${ESC}31mred alert${ESC}0m and plain`,
  `right-to-left \u202e txt.exe \u2066 and zero\u200bwidth`,
  `a megabyte ${'x'.repeat(1_000_000)}`,
];

describe.skipIf(!runnable)('the logs page, in Chromium,', () => {
  let server: ServerProcess;
  const browser = browserForEach(() => server.url);

  beforeAll(async () => {
    const config = `${await freshFolder()}.yaml`;
    // Loki's limit of 256 KiB a line is in the way of the one of a megabyte.
    await writeFile(config, 'limits: { loki: { lineBytes: 2MiB } }\n');
    server = await startServer({ args: ['--config', config] });
    const now = Date.now();
    const line = (ago: number, text: string, fields: Record<string, string>): unknown[] => [
      `${now - ago}000000`,
      text,
      fields,
    ];
    await push(server.url, { service_name: 'gateway', region: 'seoul' }, [
      ...Array.from({ length: 60 }, (_, i) =>
        line(600_000 - i * 5_000, `GET /orders/${i} took ${i} ms`, { level: i % 10 === 0 ? 'error' : 'info' }),
      ),
      line(2_000, 'payment declined', { level: 'error', trace_id: TRACE, user: '김철수' }),
    ]);
    await push(server.url, { service_name: 'orders', region: 'busan' }, [
      line(30_000, JSON.stringify({ event: 'order', items: [{ sku: 'mandu', qty: 2 }] }), { level: 'info' }),
      ...HOSTILE.map((text, i) => line(20_000 - i, text, { level: 'warn' })),
    ]);
  });
  afterAll(() => server?.stop());

  async function open(search = ''): Promise<Page> {
    const { page } = browser;
    await page.goto(`${server.url}/logs${search}`);
    await page.locator('[data-testid="query-editor"][data-ready="true"]').waitFor();
    return page;
  }

  test('completes labels and values, runs, and keeps the query in the address', async () => {
    const page = await open();
    await byId(page, 'log-row').first().waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.type('{serv');
    await page.locator('.cm-tooltip-autocomplete li').first().click();
    await page.locator('.cm-tooltip-autocomplete li').filter({ hasText: 'gateway' }).waitFor();
    await page.keyboard.type('"gate');
    await page.locator('.cm-tooltip-autocomplete li').filter({ hasText: 'gateway' }).waitFor();
    // A list that has only just opened takes no Enter: it would be meant for the query.
    await sleep(300);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type(' |= "declined"');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await rowsOf(page)).toEqual(['payment declined']));
    expect(new URL(page.url()).searchParams.get('q')).toBe('{service_name="gateway"} |= "declined"');
    // What was searched for is marked, and Back undoes the filter.
    expect(await byId(page, 'log-row').locator('mark').innerText()).toBe('declined');
    await page.goBack();
    await eventually(async () => expect((await rowsOf(page)).length).toBeGreaterThan(10));
    expect(browser.complaints).toEqual([]);
  });

  test('underlines an error at its place and keeps the query', async () => {
    const page = await open();
    await byId(page, 'log-row').first().waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.type('{service_name="gateway"} | nonsense here');
    await byId(page, 'run-query').click();
    await byId(page, 'query-problem').waitFor();
    expect(await byId(page, 'query-problem').innerText()).toMatch(/parse error at line 1, col \d+/);
    expect(await page.locator('.cm-lintRange-error').innerText()).toBe('here');
    expect(await page.locator('.cm-content').innerText()).toContain('nonsense here');
    // The lines of before stay, dimmed.
    expect(await page.locator('.logs-stale [data-testid="log-row"]').count()).toBeGreaterThan(10);
    // The server refused one query; nothing else went wrong.
    expect(browser.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  test('counts by level, switches levels off, zooms by dragging', async () => {
    const page = await open(`?q=${encodeURIComponent('{service_name="gateway"}')}`);
    const levels = byId(page, 'log-levels').getByRole('button');
    await levels.first().waitFor();
    expect((await levels.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      'ERROR 7',
      'INFO 54',
    ]);
    await eventually(async () => expect(await byId(page, 'log-total').innerText()).toContain('61'));
    await levels.filter({ hasText: 'INFO' }).click();
    await eventually(async () => expect(await byId(page, 'log-total').innerText()).toContain('7'));
    expect(new URL(page.url()).searchParams.get('hide')).toBe('info');
    const chart = await byId(page, 'log-volume').boundingBox();
    if (!chart) throw new Error('the chart has no box');
    await page.mouse.move(chart.x + chart.width * 0.5, chart.y + chart.height / 2);
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width * 0.95, chart.y + chart.height / 2, { steps: 4 });
    await page.mouse.up();
    await eventually(async () => expect(new URL(page.url()).searchParams.get('from')).toMatch(/^\d+$/));
    expect(browser.complaints).toEqual([]);
  });

  test('lists values with counts and filters by them', async () => {
    const page = await open();
    const service = page.locator('[data-testid="log-facet"][data-facet="service_name"]');
    await service.locator('.facet-pick').filter({ hasText: 'gateway' }).waitFor();
    expect(await service.locator('.facet-pick').allInnerTexts()).toEqual(['gateway\n61', 'orders\n5']);
    await service.locator('.facet-pick').filter({ hasText: 'orders' }).click();
    await eventually(async () => expect((await rowsOf(page)).length).toBe(5));
    expect(new URL(page.url()).searchParams.get('q')).toBe('{service_name="orders"}');
    expect(browser.complaints).toEqual([]);
  });

  test('opens a line: fields that filter and become columns, JSON, context, its trace', async () => {
    const page = await open(`?q=${encodeURIComponent('{service_name="gateway"} |= "declined"')}`);
    await byId(page, 'log-row').click();
    const detail = byId(page, 'log-detail');
    await detail.waitFor();
    const user = detail.locator('[data-field="user"]');
    expect(await user.innerText()).toContain('김철수');
    await user.getByRole('button', { name: 'Show user as a column' }).click();
    await page.locator('.log-column').filter({ hasText: '김철수' }).waitFor();
    // Its neighbours in the stream, though the filter leaves them out.
    await detail.getByRole('button', { name: 'Context' }).click();
    await byId(page, 'log-context').getByText('GET /orders/59 took 59 ms').waitFor();
    expect(await detail.getByRole('link', { name: 'Open the trace of this line' }).getAttribute('href')).toContain(
      TRACE,
    );
    await user.getByRole('button', { name: 'Only lines with this user' }).click();
    await eventually(async () =>
      expect(new URL(page.url()).searchParams.get('q')).toBe(
        '{service_name="gateway"} |= "declined" | user = "김철수"',
      ),
    );
    await open(`?q=${encodeURIComponent('{service_name="orders"} |= "mandu"')}`);
    await byId(page, 'log-row').click();
    const tree = page.locator('.json-tree');
    await tree.getByText('"order"').waitFor();
    // The third level is closed at first.
    await tree.locator('summary').last().click();
    await tree.getByText('"mandu"').waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('shows hostile lines as text', async () => {
    const page = await open(`?q=${encodeURIComponent('{service_name="orders"}')}`);
    await eventually(async () => expect((await rowsOf(page)).length).toBe(5));
    const rows = await rowsOf(page);
    expect(rows.some((text) => text.startsWith('<img src=x'))).toBe(true);
    expect(rows).toContain('red alert and plain');
    expect(await page.locator('.ansi-1').innerText()).toBe('red alert');
    await byId(page, 'log-row').filter({ hasText: 'a megabyte' }).click();
    await byId(page, 'log-detail')
      .getByRole('button', { name: /Show all 1,000,011 characters/ })
      .click();
    expect(await page.title()).toBe('Logs · Bongsu');
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await byId(page, 'log-row').first().waitFor();
      const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
      expect(wide, `${width} px`).toBe(false);
      await browser.screenshot(`logs-hostile-${width}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await browser.screenshot('logs-hostile-dark');
    expect(browser.complaints).toEqual([]);
  });

  test('follows new lines, holds them while one is read', async () => {
    const page = await open(`?live=on&q=${encodeURIComponent('{service_name="tail"}')}`);
    await byId(page, 'empty-state').waitFor();
    const send = (text: string): Promise<void> =>
      push(server.url, { service_name: 'tail' }, [[`${Date.now()}000000`, text]]);
    // The first line is sent until it shows: the tail may not be open yet.
    await eventually(async () => {
      await send('first');
      expect(await rowsOf(page)).toContain('first');
    }, 20_000);
    await byId(page, 'log-row').last().click();
    await byId(page, 'log-detail').waitFor();
    await send('second');
    await byId(page, 'new-lines').waitFor();
    expect(await rowsOf(page)).not.toContain('second');
    await byId(page, 'new-lines').click();
    await eventually(async () => expect(await rowsOf(page)).toContain('second'));
    expect(browser.complaints).toEqual([]);
  });

  test('has each line once, in a place of its own, while more come', async () => {
    const sending = (async () => {
      for (let i = 0; i < 100; i++) {
        await push(server.url, { service_name: 'stream' }, [[`${Date.now()}000000`, `line ${i}`]]);
        await sleep(30);
      }
    })();
    const page = await open(`?live=on&q=${encodeURIComponent('{service_name="stream"}')}`);
    await sending;
    await eventually(async () => expect(await rowsOf(page)).toContain('line 99'), 20_000);
    const places = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.log-item')].map((row) => row.style.transform)`,
    );
    expect(places.length).toBeGreaterThan(20);
    expect(new Set(places).size).toBe(places.length);
    const rows = await rowsOf(page);
    expect(new Set(rows).size).toBe(rows.length);
    expect(browser.complaints).toEqual([]);
  });

  test('groups lines into patterns and filters by one', async () => {
    const page = await open(`?view=patterns&q=${encodeURIComponent('{service_name="gateway"}')}`);
    const pattern = byId(page, 'log-pattern').filter({ hasText: 'took' }).first();
    await pattern.waitFor();
    await browser.screenshot('logs-patterns');
    await pattern.locator('.patterns-pick').click();
    await eventually(async () =>
      expect(new URL(page.url()).searchParams.get('q')).toContain('|> "GET /orders/<_> took'),
    );
    expect(browser.complaints).toEqual([]);
  });

  test('draws a metric query', async () => {
    const metric = 'sum by (service_name) (count_over_time({service_name=~".+"}[5m]))';
    const page = await open(`?q=${encodeURIComponent(metric)}`);
    await byId(page, 'metric-chart').waitFor();
    await browser.screenshot('logs-metric');
    expect(await byId(page, 'metric-result').innerText()).toContain('{service_name="gateway"}');
    expect(browser.complaints).toEqual([]);
  });

  test('offers a way on where nothing matches', async () => {
    const page = await open(`?q=${encodeURIComponent('{service_name="gateway"} |= "no such text"')}`);
    await byId(page, 'empty-state').waitFor();
    await page.getByRole('button', { name: 'Without |= "no such text"' }).click();
    await eventually(async () => expect((await rowsOf(page)).length).toBeGreaterThan(10));
    expect(browser.complaints).toEqual([]);
  });

  test('offers all lines as a file', async () => {
    const page = await open(`?q=${encodeURIComponent('{service_name="gateway"} |= "declined"')}`);
    await byId(page, 'log-row').waitFor();
    const href = await byId(page, 'log-download').getAttribute('href');
    const text = await (await fetch(href ?? '')).text();
    expect(JSON.parse(text)).toMatchObject({ line: 'payment declined' });
  });
});

function byId(within: Page | Locator, id: string): Locator {
  return within.locator(`[data-testid="${id}"]`);
}

async function rowsOf(page: Page): Promise<string[]> {
  return page.locator('[data-testid="log-row"] .log-text').allInnerTexts();
}

async function push(url: string, stream: Record<string, string>, values: unknown[][]): Promise<void> {
  const response = await fetch(`${url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream, values }] }),
  });
  if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
}
