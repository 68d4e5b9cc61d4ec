import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser } from './browser.js';
import { eventually } from './eventually.js';

const runnable = haveChromium();

/** A page with every fault the watch is there for. */
const FAULTY = `<!doctype html><title>faulty</title>
  <img src="http://elsewhere.invalid/pixel.png">
  <script src="/app.js"></script>
  <script>document.title = 'inline ran';</script>`;
const SCRIPT = `console.error('a console error'); setTimeout(() => { throw new Error('an uncaught error'); }, 0);`;

// The journey's "no complaints" means something only if a complaint would have been seen.
describe.skipIf(!runnable)('the watch over a page', () => {
  let pages: Server;
  let origin: string;

  beforeAll(async () => {
    pages = createServer((request, response) => {
      const script = request.url === '/app.js';
      if (request.url === '/clean') return void response.end('<!doctype html><link rel="icon" href="data:,">clean');
      if (request.url !== '/' && !script) return void response.writeHead(404).end();
      response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      response.setHeader('content-security-policy', "script-src 'self'");
      response.end(script ? SCRIPT : FAULTY);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => pages.close(resolve)));

  test('sees a foreign request, a console error, an uncaught error and a CSP violation', async () => {
    const browser = await openBrowser(origin);
    try {
      await browser.page.goto(origin);
      await eventually(async () => {
        const all = browser.complaints.join('\n');
        expect(all).toContain('request to http://elsewhere.invalid/pixel.png');
        expect(all).toContain('console: a console error');
        expect(all).toContain('uncaught: an uncaught error');
        expect(all).toContain('CSP: script-src-elem inline');
      });
    } finally {
      await browser.close();
    }
  });

  test('says nothing about a clean page', async () => {
    const browser = await openBrowser(origin);
    try {
      await browser.page.goto(`${origin}/clean`);
      await browser.page.waitForLoadState('networkidle');
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
