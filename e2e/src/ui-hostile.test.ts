import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { remoteWrite } from './remote-write.js';
import { startServer, type ServerProcess } from './server-process.js';
import { openPage, overflow, sendTelemetry, uiPages, type UiPage } from './ui-pages.js';

const runnable = haveChromium();

/** Each would set `window.hacked` if it were taken for markup, an address or a script. */
const markup = [
  '<script>window.hacked = "script"</script>',
  '<img src=x onerror="window.hacked = \'img\'">',
  '<svg onload="window.hacked = \'svg\'"></svg>',
  '"><iframe srcdoc="<script>parent.hacked=1</script>">',
  'javascript:window.hacked=1//',
  '</textarea><style>body{display:none}</style>',
  '{{constructor.constructor("window.hacked=1")()}}',
];
const odd = [
  '\u001b[31mred\u001b[0m \u001b]8;;javascript:window.hacked=1\u0007link\u001b]8;;\u0007 \u001b[2J\u001b[1;1H',
  '\u202Eright to left override\u202C and \u2066isolated',
  'مرحبا بالعالم שלום עולם',
  'zero\u200Bwidth\u200Djoiner\uFEFF\u2060',
  `combining ${'Z\u0351\u036B\u0343\u036A'.repeat(200)}`,
  'null \u0000 and \u0007 bell \b\u007F',
  `word without end ${'x'.repeat(20_000)}`,
  `{"deep":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`,
];
const megabyte = `one line of a megabyte ${'<b>bold</b> '.repeat(87_000)}`.slice(0, 1024 * 1024 - 100);

const metrics = [
  '<img src=x onerror=window.hacked=1>',
  '온도.센서',
  'a"b\\c{d="e"}',
  '\u202Ereversed',
  'name with spaces',
  'up🔥',
];

describe.skipIf(!runnable)('what others send', () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    const service = '<b onmouseover="window.hacked=1">shop</b>\u202E';
    const attributes = [
      { key: 'plain<script>', value: '<script>window.hacked = "attribute"</script>' },
      { key: '한글 key "quoted"', value: '\u202E\u200B<img src=x onerror=window.hacked=1>' },
    ];
    for (const name of ['shop', service]) {
      await sendTelemetry(server.url, {
        service: name,
        lines: [...markup, ...odd, megabyte],
        attributes,
        spanNames: [...markup, ...odd.slice(0, 4)],
        metrics: ['shop.orders'],
      });
    }
    // Remote write takes a name as it is.
    const samples = [{ time: Date.now() - 15_000, value: 1 }];
    await remoteWrite(
      server.url,
      'default',
      metrics.map((name) => ({
        labels: { __name__: name, 'label <b>': '<img src=x onerror=window.hacked=1>' },
        samples,
      })),
    );
    // Refused input is shown with its reason, which quotes it.
    await fetch(`${server.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        streams: [{ stream: { '<script>window.hacked=1</script>': 'x' }, values: [['1', 'y']] }],
      }),
    });
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test.each(Object.keys(uiPages) as UiPage[])('neither runs nor breaks the layout: %s', async (name) => {
    const { page } = browser;
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await openPage(page, server.url, uiPages[name]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('main script, main iframe, main img[src="x"], main style').count()).toBe(0);
    expect(browser.complaints.filter((complaint) => /CSP|uncaught|request to/.test(complaint))).toEqual([]);
    await browser.screenshot(`hostile-${name}`);
  });

  test('a name with markup is a page like any other', async () => {
    const { page } = browser;
    await page.setViewportSize({ width: 1280, height: 844 });
    await openPage(page, server.url, '/');
    await page.getByTestId('service-row').filter({ hasText: 'onmouseover' }).getByRole('link').first().click();
    await page.getByTestId('log-row').first().waitFor();
    expect(decodeURIComponent(new URL(page.url()).pathname)).toContain('<b onmouseover');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });
});
