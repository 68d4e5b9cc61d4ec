import { describe, expect, test } from 'vitest';
import { haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { openPage, sendTelemetry, shopPages } from './ui-pages.js';

const runnable = haveChromium();

describe.skipIf(!runnable)('services, in Chromium,', () => {
  const pages = shopPages();
  const { browser } = pages;

  test('have the errors of their requests beside the rate of their requests, and lead to each signal', async () => {
    await sendTelemetry(pages.url, {
      service: 'till',
      resource: [{ key: 'host.name', value: 'counter' }],
      lines: ['open'],
      spanNames: ['POST /sale', 'print'],
      metrics: ['sales'],
    });
    await openPage(browser.page, pages.url, '/?from=now-3h');
    const { page } = browser;
    const row = page.getByTestId('service-row').filter({ hasText: 'till' });
    // One request, and it went well; the span that failed is inside of it.
    await row.getByText('none', { exact: true }).waitFor();
    for (const [signal, path, sign] of [
      ['Logs', '/logs', 'q={service_name="till"}'],
      ['Traces', '/traces', 'q={ resource.service.name = "till" }'],
      ['Metrics', '/metrics', 'of=till'],
    ] as const) {
      await row.getByRole('link', { name: `till, ${signal}` }).click();
      await page.waitForURL((url) => url.pathname === path);
      const { search } = new URL(page.url());
      expect(decodeURIComponent(search.replaceAll('+', ' '))).toContain(sign);
      expect(search).toContain('from=now-3h');
      await page.goBack();
      await row.waitFor();
    }
    expect(browser.complaints).toEqual([]);
  });

  test('that send no metric of requests have charts and operations of their spans', async () => {
    await openPage(browser.page, pages.url, '/services/shop');
    const { page } = browser;
    await page.getByTestId('chart-rate').waitFor();
    await page.getByText('counted from spans').first().waitFor();
    await page.getByTestId('exemplar-point').first().waitFor();
    const names = page.getByTestId('operations').locator('tbody tr');
    await names.first().waitFor();
    const rows = await names.allInnerTexts();
    expect(rows[0]).toContain('POST /checkout');
    expect(rows.find((text) => text.includes('INSERT orders'))).toMatch(/internal[^]*100%/);
    await browser.screenshot('service-of-spans');
    expect(browser.complaints).toEqual([]);
  });

  test('lead to all they send; what they do not send is disabled and says why', async () => {
    await sendTelemetry(pages.url, { service: 'quiet', lines: ['only lines'], spanNames: [], metrics: [] });
    await openPage(browser.page, pages.url, '/services/quiet');
    const { page } = browser;
    const links = page.getByRole('navigation', { name: 'All of this service' });
    await links.getByText(': quiet sent no Metrics in this range.').waitFor();
    await links.getByRole('link', { name: /^Logs$/ }).click();
    await page.waitForURL((url) => url.pathname === '/logs' && url.searchParams.get('q') === '{service_name="quiet"}');
    await page.getByText('only lines').waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('show their own metrics in the browser, and queries of them', async () => {
    await openPage(browser.page, pages.url, '/metrics?browse=on&of=shop');
    const { page } = browser;
    const list = page.getByTestId('metric-browser');
    await list.getByRole('button', { name: 'shop_orders_total' }).click();
    await list.getByText('shop_orders_total{job="shop"}').waitFor();
    expect(await list.getByText('bongsu_').count()).toBe(0);
    await page.getByTestId('browser-service').getByRole('button', { name: 'Show all' }).click();
    await list.getByText('bongsu…').waitFor();
    expect(new URL(page.url()).searchParams.get('of')).toBeNull();
    expect(browser.complaints).toEqual([]);
  });

  test('a log query that is refused is asked once, and says so where it is mended', async () => {
    const asked: string[] = [];
    const { page } = browser;
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/loki/')) asked.push(pathname);
    });
    await openPage(page, pages.url, `/logs?q=${encodeURIComponent('{service_name="shop"} | jsn')}`);
    await page.getByText('This query cannot be read.').waitFor();
    await eventually(async () => expect(await page.getByText(/parse error at line 1/).count()).toBe(1));
    expect(asked).toEqual(['/loki/api/v1/query_range']);
  });
});
