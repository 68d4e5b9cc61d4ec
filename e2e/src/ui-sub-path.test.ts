import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { eventually } from './eventually.js';
import { havePrograms } from './program.js';
import { freePort, startServer, type ServerProcess } from './server-process.js';
import { openPage, sendShop, sendTelemetry, uiPages, type UiPage } from './ui-pages.js';

const runnable = haveChromium() && havePrograms('haproxy');
const PREFIX = '/ops/bongsu';

/** A proxy at a prefix. `strip`: it takes the prefix off the path, which is what most are set up to do. */
const configuration = (port: number, server: number, strip: boolean): string => `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${port}
  ${strip ? `http-request redirect location ${PREFIX}/ if { path ${PREFIX} }` : ''}
  http-request deny deny_status 404 unless { path ${PREFIX} } or { path_beg ${PREFIX}/ }
  ${strip ? `http-request replace-path ${PREFIX}/(.*) /\\1` : ''}
  default_backend bongsu
backend bongsu
  server bongsu 127.0.0.1:${server}
`;

describe.skipIf(!runnable).each([
  { proxied: 'takes its prefix off', strip: true },
  { proxied: 'leaves its prefix on', strip: false },
])('under a sub-path behind a proxy that $proxied', ({ strip }) => {
  let server: ServerProcess;
  let proxy: ChildProcess;
  let folder: string;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bongsu-haproxy-'));
    const settings = join(folder, 'bongsu.yaml');
    await writeFile(settings, strip ? '' : `basePath: ${PREFIX}\n`);
    server = await startServer({ args: ['--config', settings] });
    await sendShop(server.url);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, configuration(port, server.port, strip));
    proxy = spawn('haproxy', ['-f', file, '-db'], { stdio: 'ignore' });
    await eventually(async () => expect((await fetch(`${origin}${PREFIX}/readyz`)).status).toBe(200), 20_000);
    browser = await openBrowser(origin);
    browser.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await browser?.close();
    if (proxy?.exitCode === null) {
      const exited = once(proxy, 'exit');
      proxy.kill('SIGTERM');
      await exited;
    }
    await server?.stop();
    if (folder) await rm(folder, { recursive: true });
  });

  test.each((Object.keys(uiPages) as UiPage[]).filter((name) => name !== 'dashboard'))('%s opens', async (name) => {
    await openPage(browser.page, `${origin}${PREFIX}`, uiPages[name]);
    expect(new URL(await browser.page.evaluate<string>('document.baseURI')).pathname).toBe(`${PREFIX}/`);
    // The proxy answers 404 to whatever leaves the prefix, and a policy of our own refuses the rest.
    expect(browser.complaints).toEqual([]);
  });

  test('links, Back and the first page without its slash stay under it', async () => {
    const { page } = browser;
    await page.goto(`${origin}${PREFIX}`);
    await page.getByTestId('service-row').filter({ hasText: 'shop' }).getByRole('link').first().click();
    await page.waitForURL(`**${PREFIX}/services/shop*`);
    await page.getByTestId('log-row').first().waitFor();
    await page.reload();
    await page.getByTestId('log-row').first().waitFor();
    await page.goBack();
    await page.getByTestId('service-row').first().waitFor();
    expect(new URL(page.url()).pathname).toBe(`${PREFIX}/`);
    expect(browser.complaints).toEqual([]);
  });

  test('the live tail, a WebSocket, goes through it', async () => {
    const { page } = browser;
    const query = encodeURIComponent('{service_name="shop"} |= "after the page"');
    await page.goto(`${origin}${PREFIX}/logs?live=on&q=${query}`);
    await page.getByTestId('empty-state').waitFor();
    // Sent until it shows: the tail may not be open yet.
    await eventually(async () => {
      await sendTelemetry(server.url, { lines: ['sent after the page was there'], spanNames: [], metrics: [] });
      expect(await page.getByTestId('log-row').first().isVisible()).toBe(true);
    }, 20_000);
    expect(browser.complaints).toEqual([]);
  });
});
