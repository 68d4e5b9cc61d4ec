import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';
import { startShop, type Shop } from './shop-process.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/dashboards/', import.meta.url));

const runnable = haveChromium();

describe.skipIf(!runnable)('dashboards', () => {
  let server: ServerProcess;
  let shop: Shop;
  const browser = browserForEach(() => server.url);
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-dashboards-'));

  beforeAll(async () => {
    cpSync(EXAMPLES, join(folder, 'provided'), { recursive: true });
    const providers = [{ name: 'examples', folder: 'Examples', options: { path: join(folder, 'provided') } }];
    writeFileSync(join(folder, 'dashboards.yaml'), JSON.stringify({ apiVersion: 1, providers }));
    const config = join(folder, 'bongsu.yaml');
    writeFileSync(config, JSON.stringify({ dashboards: { folders: [join(folder, 'dashboards.yaml')] } }));
    server = await startServer({ args: ['--config', config] });
    shop = await startShop(server.url);
  });
  afterAll(async () => {
    await shop?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (uid: string, params = ''): Promise<void> => {
    await browser.page.goto(`${server.url}/dashboards/${uid}${params}`);
    await byId(browser.page, 'panel').first().waitFor();
  };
  const store = async (uid: string, dashboard: object): Promise<void> => {
    const response = await fetch(`${server.url}/api/bongsu/dashboards/${uid}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(dashboard),
    });
    expect(response.status, await response.text()).toBeLessThan(300);
  };
  const panel = (title: string): Locator =>
    byId(browser.page, 'panel').filter({ has: browser.page.getByRole('heading', { name: title, exact: true }) });
  /** A panel asks once it is near the screen. */
  const look = (title: string): Promise<void> => panel(title).scrollIntoViewIfNeeded();
  /** Queries that are wrong on purpose are answered 400. */
  const complaints = (): string[] => browser.complaints.filter((text) => !/400|Bad Request/.test(text));

  test('are listed with the folder that provides them', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/dashboards`);
    const list = byId(page, 'dashboard-list');
    await list.getByRole('link', { name: 'FastAPI Application Dashboard' }).waitFor();
    expect(await list.locator('tbody tr').count()).toBe(7);
    expect(await list.getByText('Examples').count()).toBe(7);
    await browser.screenshot('dashboards');
    await page.getByRole('textbox', { name: 'Find a dashboard' }).fill('kube');
    await expectCount(list.locator('tbody tr'), 1);
    expect(complaints()).toEqual([]);
  });

  test('show every panel of the FastAPI dashboard, and mend its two broken queries', async () => {
    await open('fastapi-app');
    await expectCount(byId(browser.page, 'panel'), 12);
    await look('Memory Usage');
    await panel('Memory Usage').locator('canvas').waitFor();
    for (const [title, query] of [
      [
        'DB Query Duration (p95)',
        'histogram_quantile(0.95, sum by (le, operation) (rate(db_query_duration_seconds_bucket[5m])))',
      ],
      [
        'Top 10 Slowest Endpoints',
        'topk(10, histogram_quantile(0.99, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket[5m]))))',
      ],
    ] as const) {
      await byId(panel(title), 'query-advice').getByText(query).waitFor();
    }
    await browser.screenshot('dashboard-fastapi');
    expect(await byId(browser.page, 'unsupported').count()).toBe(0);
    expect(complaints()).toEqual([]);
  });

  test('show rates, errors and durations: stats, heatmap, merged table, pie, repeated rows', async () => {
    const { page } = browser;
    await open('red-services');
    await byId(panel('Requests'), 'stat-value').getByText(/\d/).first().waitFor();
    await byId(panel('Duration'), 'heatmap').locator('canvas').waitFor();
    await panel('Routes').getByRole('columnheader', { name: 'Service' }).waitFor();
    await panel('Routes').getByText('/checkout').first().waitFor();
    await byId(panel('Share of requests'), 'pie').waitFor();
    await look('p50 and p95 of shop/gateway');
    await panel('p50 and p95 of shop/gateway').locator('canvas').waitFor();
    await browser.screenshot('dashboard-red');

    // One service: one row, and the address says so.
    await byId(page, 'variable-service').getByRole('button').click();
    await page.getByRole('checkbox', { name: 'shop/gateway' }).check();
    await page.keyboard.press('Escape');
    await page.waitForURL(/var-service=shop%2Fgateway/);
    await expectCount(page.getByRole('button', { name: /^shop\// }), 1);

    // The menu leads to the query, and to the panel alone.
    await byId(panel('p95'), 'panel-menu').click();
    await page.getByRole('menuitem', { name: 'View alone' }).click();
    await expectCount(byId(page, 'panel'), 1);
    await page.goBack();
    await byId(panel('p95'), 'panel-menu').click();
    await page.getByRole('menuitem', { name: 'Explore the query' }).click();
    await byId(page, 'metrics-chart').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toContain('job=~"shop/gateway"');
    expect(complaints()).toEqual([]);
  });

  test('show states over time, boxes of samples and a histogram, and say what an alert list would be', async () => {
    await open('service-states');
    const states = byId(panel('Errors'), 'state-timeline');
    await states.getByText(/^shop\/gateway: (healthy|some errors|failing)$/).waitFor();
    const box = await states.locator('canvas').boundingBox();
    if (!box) throw new Error('the states have no box');
    // The last sample is of the last step, which is at the right.
    await browser.page.mouse.move(box.x + box.width - 4, box.y + 8);
    await states
      .locator('.plot-tooltip')
      .getByText(/healthy|some errors|failing/)
      .waitFor();
    await byId(panel('p95, as it was'), 'status-history')
      .getByText(/^shop\/orders: \d/)
      .waitFor();
    await byId(panel('How long p95 was'), 'histogram').waitFor();
    expect(await byId(panel('How long p95 was'), 'histogram').getAttribute('aria-label')).toMatch(
      /histogram of \d+ buckets/,
    );
    await byId(panel('Alerts'), 'unsupported').getByText('alertlist').waitFor();
    await browser.screenshot('dashboard-states');
    expect(complaints()).toEqual([]);
  });

  test('show panels of Grafana 4 by what replaced them', async () => {
    await open('self-classic');
    await byId(panel('Targets up'), 'stat-value').getByText('1').waitFor();
    await byId(panel('Share of 2 GiB'), 'gauge').waitFor();
    await panel('About').getByRole('listitem').first().waitFor();
    await panel('Samples scraped').locator('canvas').waitFor();
    await panel('Scrapes').getByRole('columnheader', { name: 'Took' }).waitFor();
    await browser.screenshot('dashboard-classic');
    expect(complaints()).toEqual([]);
  });

  test('show lines, traces and the service graph, and say what is not supported', async () => {
    const { page } = browser;
    await open('logs-traces');
    await byId(panel('Lines of All'), 'panel-logs').locator('li').first().waitFor();
    await byId(panel('Slow or failed traces'), 'panel-traces').locator('tbody tr').first().waitFor();
    await byId(panel('Who calls whom'), 'node-graph').locator('text', { hasText: 'gateway' }).first().waitFor();
    await look('A map');
    await byId(panel('A map'), 'unsupported').getByText('geomap').waitFor();
    await byId(panel('Rows of a database'), 'unsupported').getByText('mysql').waitFor();
    await browser.screenshot('dashboard-logs-traces');
    await byId(panel('Slow or failed traces'), 'panel-traces').getByRole('link').first().click();
    await byId(page, 'span-row').first().waitFor();
    expect(complaints()).toEqual([]);
  });

  test('without data say so, with rows that unfold', async () => {
    const { page } = browser;
    await open('node-host');
    await panel('CPU by mode').getByText('No data in this range').waitFor();
    await page.getByRole('button', { name: /^Disks/ }).click();
    await look('Disk space used');
    await open('k8s-namespace-pods');
    await panel('CPU usage').getByText('No data in this range').waitFor();
    expect(complaints()).toEqual([]);
  });

  test('are uploaded, edited with a live preview, and deleted', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/dashboards`);
    const text = readFileSync(join(EXAMPLES, 'self-metrics-classic.json'), 'utf8').replace('self-classic', 'mine');
    await page.getByRole('button', { name: 'Paste JSON' }).click();
    await page.getByRole('textbox', { name: 'JSON of the dashboard' }).fill(text.replace('(classic)', '<b>mine</b>'));
    await page.getByRole('button', { name: 'Store' }).click();
    // Nothing in a dashboard is HTML.
    await page.getByRole('link', { name: 'Server self metrics <b>mine</b>' }).click();
    await byId(panel('Targets up'), 'stat-value').waitFor();
    await page.getByRole('button', { name: 'Edit JSON' }).click();
    const editor = page.getByRole('textbox', { name: 'JSON of the dashboard' });
    await editor.fill((await editor.inputValue()).replace('"Targets up"', '"Ziele"'));
    await panel('Ziele').waitFor();
    await browser.screenshot('dashboard-editor');
    await byId(page, 'save').click();
    await byId(page, 'dashboard-editor').waitFor({ state: 'detached' });
    await page.reload();
    await panel('Ziele').waitFor();
    await page.goto(`${server.url}/dashboards`);
    await page.getByRole('button', { name: /^Delete Server self metrics/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'Server self metrics <b>mine</b>' }).waitFor({ state: 'detached' });
    expect(complaints()).toEqual([]);
  });

  test('narrow all queries by ad hoc filters, colour by place in a scheme, and name what is kept elsewhere', async () => {
    const { page } = browser;
    const requests = 'count(http_server_request_duration_seconds_count)';
    const panels = [
      { id: 1, type: 'stat', title: 'Series', targets: [{ refId: 'A', expr: requests, instant: true }] },
      {
        id: 2,
        type: 'bargauge',
        title: 'Share',
        targets: [{ refId: 'A', expr: 'vector(0.75)', instant: true }],
        fieldConfig: { defaults: { min: 0, max: 1, color: { mode: 'continuous-GrYlRd' } } },
      },
      { id: 3, title: 'Elsewhere', libraryPanel: { uid: 'x', name: 'Shared CPU' } },
    ].map((panel, at) => ({ ...panel, gridPos: { x: at * 8, y: 0, w: 8, h: 6 } }));
    const filters = [{ key: 'job', operator: '=', value: 'shop/gateway' }];
    await store('filtered', {
      title: 'Filtered',
      panels,
      templating: { list: [{ name: 'Filters', type: 'adhoc', datasource: { type: 'prometheus' }, filters }] },
    });
    await open('filtered');
    const value = async (): Promise<number> => Number(await byId(panel('Series'), 'stat-value').innerText());
    const ofGateway = await value();
    expect(ofGateway).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'Remove job="shop/gateway"' }).click();
    await expect.poll(value, { timeout: 20_000 }).toBeGreaterThan(ofGateway);
    await page.getByRole('textbox', { name: 'Filters: add a condition' }).fill('job=~"shop/gate.*"');
    await page.keyboard.press('Enter');
    await expect.poll(value, { timeout: 20_000 }).toBe(ofGateway);
    await page.goBack();
    await expect.poll(value, { timeout: 20_000 }).toBeGreaterThan(ofGateway);

    const fill = await byId(panel('Share'), 'bargauge').locator('.bar-fill').getAttribute('style');
    expect(fill).toContain('color-mix(in srgb, var(--error) 50%, var(--dash-yellow))');
    await byId(panel('Elsewhere'), 'unsupported').getByText('“Shared CPU” is a library panel').waitFor();
    expect(complaints()).toEqual([]);
  });

  test('draw bars in narrow panels and on a narrow screen, and keep what a query is warned of in the head', async () => {
    const { page } = browser;
    const bars = (id: number, orientation: string, w: number) => ({
      id,
      type: 'bargauge',
      title: `${orientation} ${w}`,
      options: { orientation },
      gridPos: { x: id * 6, y: 0, w, h: 7 },
      targets: [{ refId: 'A', expr: 'sum by (job) (shop_checkouts_total) or vector(1)', instant: true }],
    });
    const warned = { refId: 'A', expr: 'rate(shop_product_stock[1m])', instant: true };
    const stat = { id: 9, type: 'stat', title: 'Warned', targets: [warned], gridPos: { x: 18, y: 0, w: 6, h: 7 } };
    const flat = {
      ...{ id: 10, type: 'stat', title: 'CPU Cores', description: 'Of one host' },
      targets: [{ refId: 'A', expr: 'vector(1024 * 1024)', instant: true }],
      fieldConfig: { defaults: { unit: 'bytes' } },
      gridPos: { x: 0, y: 7, w: 2, h: 2 },
    };
    const panels = [bars(0, 'horizontal', 4), bars(1, 'vertical', 4), bars(2, 'horizontal', 6), stat, flat];
    await store('narrow', { title: 'Narrow', panels });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await open('narrow');
      for (const { title } of panels.slice(0, 3)) {
        await look(title);
        const fill = byId(panel(title), 'bargauge').locator('.bar-fill').first();
        await fill.waitFor();
        const box = await fill.boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0), `${title} at ${width} px`).toBeGreaterThan(4);
      }
    }
    await page.setViewportSize({ width: 1280, height: 844 });
    await look('CPU Cores');
    const number = await byId(panel('CPU Cores'), 'stat-value').locator('.stat-number').boundingBox();
    const frame = await panel('CPU Cores').boundingBox();
    expect((number?.y ?? 0) + (number?.height ?? 0)).toBeLessThanOrEqual((frame?.y ?? 0) + (frame?.height ?? 0));
    await page.mouse.move(0, 0);
    const heading = panel('CPU Cores').getByRole('heading');
    const lengths = await heading.evaluate((title: unknown) => {
      const { scrollWidth, clientWidth } = title as { scrollWidth: number; clientWidth: number };
      return [scrollWidth, clientWidth];
    });
    expect(lengths[0]).toBe(lengths[1]);
    await look('Warned');
    await byId(panel('Warned'), 'panel-notes').focus();
    const tooltip = page.getByRole('tooltip');
    await tooltip.getByText(/PromQL info: metric might not be a counter.*shop_product_stock/).waitFor();
    await browser.screenshot('dashboard-narrow');
    expect(complaints()).toEqual([]);
  });

  test('that do not exist lead to those that do', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/dashboards/gone`);
    await byId(page, 'empty-state').getByText('There is no dashboard “gone”').waitFor();
    await byId(page, 'empty-state').getByRole('link', { name: 'All dashboards' }).click();
    await byId(page, 'dashboard-list').waitFor();
  });

  test('are legible to everybody', async () => {
    const { page } = browser;
    await open('red-services');
    await panel('Routes').getByText('/checkout').first().waitFor();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
  });
});

function byId(within: Page | Locator, id: string): Locator {
  return within.locator(`[data-testid="${id}"]`);
}

async function expectCount(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: 20_000 }).toBe(count);
}
