import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserForEach, haveChromium } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';

const runnable = haveChromium();

/** More than the first answer has, over half an hour. */
const LINES = 3_000;

describe.skipIf(!runnable)('links of a log line, in Chromium,', () => {
  let server: ServerProcess;
  const browser = browserForEach(() => server.url);

  beforeAll(async () => {
    server = await startServer();
    const now = Date.now();
    const values = Array.from({ length: LINES }, (_, i) => [`${now - i * 600}000000`, `line ${i}`]);
    const response = await fetch(`${server.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream: { service_name: 'press' }, values }] }),
    });
    expect(response.status).toBe(204);
  });
  afterAll(() => server?.stop());

  test('one far down the list is fetched, shown and open, with the times that were looked at', async () => {
    const { page } = browser;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const q = encodeURIComponent('{service_name="press"}');
    await page.goto(`${server.url}/logs?q=${q}&order=oldest`);
    await page.getByTestId('log-row').nth(2).click();
    await page.getByTestId('log-detail').getByRole('button', { name: 'Copy link' }).click();
    const link = new URL(await page.evaluate<string>('navigator.clipboard.readText()'));
    const [from, to] = [Number(link.searchParams.get('from')), Number(link.searchParams.get('to'))];
    expect(to - from).toBe(3_600_000);
    link.searchParams.delete('order');
    await page.goto(link.href);
    await page
      .getByTestId('log-detail')
      .getByText(`line ${LINES - 3}`)
      .waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test('leads to the page of its service', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/logs?from=now-3h`);
    // The chart moves the rows down when it comes.
    await page.getByTestId('log-volume').waitFor();
    await page.getByTestId('log-row').first().click();
    await page.getByTestId('log-service-link').click();
    await page.waitForURL((url) => url.pathname === '/services/press' && url.searchParams.get('from') === 'now-3h');
    expect(browser.complaints).toEqual([]);
  });
});
