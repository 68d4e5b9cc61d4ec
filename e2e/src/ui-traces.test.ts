import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { prometheusQuery } from './query-api.js';
import { startServer, type ServerProcess } from './server-process.js';
import { startShop, type Shop } from './shop-process.js';

const runnable = haveChromium();

describe.skipIf(!runnable)('traces in the UI, in Chromium,', () => {
  let server: ServerProcess;
  let shop: Shop;
  const browser = browserForEach(() => server.url);
  let page: Page;

  beforeAll(async () => {
    server = await startServer();
    // Failed payments are rare, and every page needs one.
    shop = await startShop(server.url, async () => {
      const q = encodeURIComponent('{ resource.service.name = "payments" && status = error }');
      const response = await fetch(`${server.url}/api/search?q=${q}&limit=2`);
      expect(((await response.json()) as { traces: unknown[] }).traces.length).toBeGreaterThan(1);
      const calls = await prometheusQuery(server.url, 'rate(traces_service_graph_request_total[1m])');
      expect(calls.length).toBeGreaterThan(3);
    });
  });
  afterAll(async () => {
    await shop?.stop();
    await server?.stop();
  });
  beforeEach(() => {
    ({ page } = browser);
  });

  test('the form writes TraceQL, finds traces, and two of them are compared', async () => {
    await page.goto(`${server.url}/traces`);
    await byId('trace-row').first().waitFor();
    await page.getByLabel('Service', { exact: true }).fill('payments');
    await page.getByLabel('Service', { exact: true }).press('Enter');
    await page.getByLabel('Status', { exact: true }).selectOption('error');
    await eventually(async () => {
      expect(new URL(page.url()).searchParams.get('q')).toBe(
        '{ resource.service.name = "payments" && status = error }',
      );
    });
    await byId('trace-row').filter({ hasText: 'payments' }).nth(1).waitFor();
    await byId('scatter-dot').first().waitFor();
    await accessible();
    await byId('trace-row').nth(0).getByRole('checkbox').check();
    await byId('trace-row').nth(1).getByRole('checkbox').check();
    await byId('compare-marked').click();
    await byId('compare').filter({ hasText: 'bank authorize' }).waitFor();
    await accessible();
    await page.goBack();
    await byId('trace-row').first().waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('a metrics query draws a chart, a broken one says where', async () => {
    const open = (q: string) => page.goto(`${server.url}/traces?q=${encodeURIComponent(q)}`);
    await open('{ } | quantile_over_time(duration, .5, .95) by (resource.service.name)');
    await byId('traceql-chart').filter({ hasText: 'gateway' }).waitFor();
    expect(browser.complaints).toEqual([]);
    await open('{ status = }');
    await byId('query-problem').filter({ hasText: 'line 1' }).waitFor();
  });

  test('a trace: critical path, folds, search, errors, subtree, flame, statistics', async () => {
    await page.goto(`${server.url}/traces/${await failedCheckout()}`);
    await byId('span-row').filter({ hasText: 'bank authorize' }).waitFor();
    const all = await byId('span-row').count();

    await page.getByRole('button', { name: 'Critical path' }).click();
    await page.locator('.span-critical').first().waitFor();

    await page.keyboard.press('[');
    await eventually(async () => expect(await byId('span-row').count()).toBeLessThan(all));
    await page.keyboard.press(']');
    await eventually(async () => expect(await byId('span-row').count()).toBe(all));

    await page.getByLabel('Find span, service or attribute').fill('결제');
    await page.getByLabel('Find span, service or attribute').press('Enter');
    await byId('span-panel').filter({ hasText: '결제 승인' }).waitFor();
    await page.getByRole('button', { name: 'Only this subtree' }).click();
    await eventually(async () => expect(await byId('span-row').count()).toBeLessThan(all));
    expect(await byId('span-row').first().innerText()).toContain('결제 승인');
    await page.getByRole('button', { name: 'Back to the whole trace' }).click();
    await eventually(async () => expect(await byId('span-row').count()).toBe(all));

    await page.keyboard.press('n');
    await eventually(async () => expect(page.url()).toMatch(/span=[0-9a-f]{16}/));
    await byId('jump-metrics').waitFor();
    await accessible();

    await page.getByRole('button', { name: 'Flame' }).click();
    await byId('flame').getByText('POST /checkout').waitFor();
    // A frame that fills the width is a place to go back from, and a link leads to it.
    const frame = byId('flame').getByRole('button', { name: /bank authorize/ });
    await frame.click();
    await page.waitForURL(/[?&]frame=/);
    await page.reload();
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    await page.goBack();
    await byId('flame').getByText('POST /checkout').waitFor();
    expect(page.url()).not.toContain('frame=');
    await page.getByRole('button', { name: 'Statistics' }).click();
    await byId('statistics').getByText('bank authorize').waitFor();
    await page.getByRole('button', { name: 'Service', exact: true }).click();
    await page.waitForURL(/[?&]by=service/);
    await page.goBack();
    await byId('statistics').getByText('bank authorize').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'JSON' }).click();
    expect((await download).suggestedFilename()).toMatch(/^trace-[0-9a-f]{32}\.json$/);
    expect(browser.complaints).toEqual([]);
  });

  test('a span leads to the charts of its operation, whose dots are traces', async () => {
    await page.goto(`${server.url}/traces/${await failedCheckout()}`);
    await byId('span-row').filter({ hasText: 'bank authorize' }).click();
    await byId('jump-metrics').click();
    const charts = byId('operation-charts').filter({ hasText: 'bank authorize' });
    await charts
      .locator('[data-testid="chart-latency"]')
      .filter({ hasText: /p95\s*[\d.]+/ })
      .waitFor();
    await byId('operations').getByRole('button', { name: 'POST /charges' }).click();
    await byId('operation-charts').filter({ hasText: 'POST /charges' }).waitFor();
    await byId('operation-charts').locator('[data-testid="exemplar-point"]').last().click();
    await byId('span-row').first().waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('the map leads from a node to its service and from an edge to its traces, as a graph and as a table', async () => {
    await page.goto(`${server.url}/map`);
    await byId('map-node').filter({ hasText: 'gateway' }).waitFor();
    await accessible();
    await byId('map-node').filter({ hasText: 'gateway' }).click();
    await byId('map-details').filter({ hasText: 'gateway' }).waitFor();
    expect(await byId('map-service').getAttribute('href')).toContain('/services/gateway');

    await page.getByRole('button', { name: 'Table' }).click();
    const row = byId('map-table').getByRole('row').filter({ hasText: 'gateway' }).filter({ hasText: 'orders' });
    await accessible();
    await row.locator('[data-testid="map-traces"]').click();
    await byId('trace-row').first().waitFor();

    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${server.url}/map`);
    await byId('map-table').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(browser.complaints).toEqual([]);
  });

  function byId(id: string): Locator {
    return page.locator(`[data-testid="${id}"]`);
  }

  async function failedCheckout(): Promise<string> {
    const q = '{ trace:rootName = "POST /checkout" && name = "bank authorize" && status = error }';
    return eventually(async () => {
      const response = await fetch(`${server.url}/api/search?q=${encodeURIComponent(q)}&limit=1`);
      const { traces } = (await response.json()) as { traces: { traceID: string }[] };
      expect(traces).toHaveLength(1);
      return traces[0]?.traceID.padStart(32, '0') ?? '';
    }, 60_000);
  }

  async function accessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
    ).toEqual([]);
  }
});
