import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';
import { startShop, type Shop } from './shop-process.js';

const runnable = haveChromium();

const BUCKETS = 'histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket[1m])))';

describe.skipIf(!runnable)('the Metrics page', () => {
  let server: ServerProcess;
  let shop: Shop;
  const browser = browserForEach(() => server.url);

  beforeAll(async () => {
    server = await startServer();
    shop = await startShop(server.url);
  });
  afterAll(async () => {
    await shop?.stop();
    await server?.stop();
  });

  const open = (params: Record<string, string>): Promise<unknown> =>
    browser.page.goto(`${server.url}/metrics?${String(new URLSearchParams(params))}`);

  test('leads from the metric browser to a chart, a second query, and a table', async () => {
    const { page } = browser;
    await open({ browse: 'on' });
    await page.getByRole('textbox', { name: 'Find a metric' }).fill('http_server_request_duration_seconds_count');
    await page.getByRole('button', { name: /^http_server_request_duration_seconds_count/ }).click();
    await page.getByRole('button', { name: 'job', exact: true }).click();
    await page.getByRole('button', { name: /^shop\/gateway/ }).click();
    await page.getByRole('button', { name: 'Chart it' }).click();
    await byId(page, 'metrics-chart').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe(
      'sum(rate(http_server_request_duration_seconds_count{job="shop/gateway"}[5m]))',
    );
    await browser.screenshot('metrics-browser');

    await page.getByRole('button', { name: 'Add a query' }).click();
    await write(page, 'B', 'sum by (job) (rate(http_server_request_duration_seconds_count[1m]))');
    const legend = byId(page, 'chart-legend');
    await legend.getByText('B: {job="shop/gateway"}').waitFor();
    const rows = await legend.locator('tbody tr').count();
    expect(rows).toBeGreaterThanOrEqual(2);

    // A name shows its series alone; once more shows all.
    await legend.getByText('B: {job="shop/gateway"}').click();
    expect(await legend.locator('.plot-off').count()).toBe(rows - 1);
    await legend.getByText('B: {job="shop/gateway"}').click();
    expect(await legend.locator('.plot-off').count()).toBe(0);

    await byId(page, 'query-A').getByRole('button', { name: 'Hide query A' }).click();
    await legend.getByText('{job="shop/gateway"}', { exact: true }).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await byId(page, 'result-table').getByText('shop/gateway').waitFor();
    await page.goBack();
    await byId(page, 'metrics-chart').waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('shows exemplars that open their traces', async () => {
    const { page } = browser;
    await open({ q: BUCKETS, from: 'now-15m', to: 'now' });
    const point = byId(page, 'exemplar-point').last();
    await point.waitFor();
    await browser.screenshot('metrics-exemplars');
    await point.click();
    await byId(page, 'span-row').first().waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('says where a query is wrong, and what was probably meant', async () => {
    const { page } = browser;
    const wrong = 'histogram_quantile(0.95, rate(http_server_request_duration_seconds_bucket[5m])) by (job)';
    await open({ q: wrong });
    const problem = byId(page, 'query-problem');
    await problem.getByText('sum by (le, job)').waitFor();
    expect(await problem.innerText()).toMatch(/1:\d+: parse error: unexpected <by>/);
    await browser.screenshot('metrics-problem');
    await problem.getByRole('button', { name: 'Use this query' }).click();
    await byId(page, 'metrics-chart').waitFor();
    expect(await problem.count()).toBe(0);
    // A refused query is answered 400; nothing else went wrong.
    expect(browser.complaints.filter((text) => !/400|Bad Request/.test(text))).toEqual([]);
  });

  test('explains, zooms, and keeps all of it in the address', async () => {
    const { page } = browser;
    await open({ q: 'up', draw: 'area', unit: 'percentunit', from: 'now-15m', to: 'now' });
    await byId(page, 'metrics-chart').waitFor();
    await byId(page, 'query-A').getByRole('button', { name: 'More for query A' }).click();
    await page.getByRole('menuitem', { name: 'Explain the evaluation' }).click();
    await byId(page, 'query-plan').getByText('up').first().waitFor();
    const box = await byId(page, 'metrics-chart').boundingBox();
    if (!box) throw new Error('the chart has no box');
    // The shop has run for a minute or two: only the end of the range has samples.
    await page.mouse.move(box.x + box.width * 0.75, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.97, box.y + 120, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=\d{13}&to=\d{13}/);
    await page.reload();
    await byId(page, 'metrics-chart').waitFor();
    expect(new URL(page.url()).searchParams.get('draw')).toBe('area');
    expect(browser.complaints).toEqual([]);
  });

  test('draws 50 series of 2,000 points within 100 ms', async () => {
    const { page } = browser;
    const one = (n: number): string => `label_replace(vector(time() % ${50 + n} + ${n}), "n", "${n}", "", "")`;
    const query = Array.from({ length: 50 }, (_, n) => one(n)).join(' or ');
    const end = Math.floor(Date.now() / 1000);
    await open({ q: query, step: '1s', from: String((end - 2000) * 1000), to: String(end * 1000) });
    await byId(page, 'chart-legend').locator('tbody tr').nth(49).waitFor();
    const draws = (): Promise<number[]> =>
      page.evaluate(() => performance.getEntriesByName('bongsu:chart-draw').map(({ duration }) => duration));
    // The legend is there before the chart's part of the page has loaded.
    await expect.poll(async () => (await draws()).length, { timeout: 20_000 }).toBeGreaterThan(0);
    const draw = await draws();
    await browser.screenshot('metrics-50-series');
    process.stderr.write(`50 series of 2,000 points: ${draw.map((ms) => ms.toFixed(1)).join(', ')} ms\n`);
    expect(Math.min(...draw)).toBeLessThanOrEqual(100);
    expect(browser.complaints).toEqual([]);
  });
});

function byId(within: Page | Locator, id: string): Locator {
  return within.locator(`[data-testid="${id}"]`);
}

/** Types a query into a row's editor and runs it. */
async function write(page: Page, letter: string, query: string): Promise<void> {
  const row = byId(page, `query-${letter}`);
  await row.locator('[data-testid="query-editor"][data-ready="true"]').waitFor();
  await row.getByRole('textbox', { name: `Query ${letter}, PromQL` }).click();
  await page.keyboard.insertText(query);
  await byId(page, 'run').click();
}
