import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';

/** Where Debian's package puts it; set BONGSU_E2E_CHROMIUM for another place. */
const CHROMIUM = process.env['BONGSU_E2E_CHROMIUM'] ?? '/usr/bin/chromium';
const ARTIFACTS = fileURLToPath(new URL('../artifacts/', import.meta.url));

const MISSING_CHROMIUM = `${CHROMIUM} is missing: apt-get install chromium, or set BONGSU_E2E_CHROMIUM`;

/** Whether UI tests can run here; says so when not. With CI=true a missing browser is an error, not a reason to skip. */
export function haveChromium(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.env['CI'] === 'true') throw new Error(MISSING_CHROMIUM);
  process.stderr.write(`UI tests are skipped: ${MISSING_CHROMIUM}\n`);
  return false;
}

export interface Browser {
  readonly page: Page;
  /** Everything that a page of ours must never do, in order: foreign requests, console errors, CSP violations. */
  readonly complaints: readonly string[];
  readonly screenshot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A fresh Chromium with an empty profile. What it may talk to is `origin` alone. */
export async function openBrowser(origin: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'bongsu-chromium-'));
  await mkdir(ARTIFACTS, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const complaints: string[] = [];
  await watch(context, origin, complaints);
  const page = await context.newPage();
  return {
    page,
    complaints,
    screenshot: async (name) => {
      await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * A fresh browser for each test of the `describe` it is called in. Of a test that fails it leaves what a person needs who
 * reads of it: the screen, where it was, and what the page had complained about until then.
 * @param origin is asked before each test, when the server has started.
 */
export function browserForEach(origin: () => string): Omit<Browser, 'close'> {
  let browser: Browser | undefined;
  const current = (): Browser => {
    if (browser === undefined) throw new Error('a browser is there while a test runs');
    return browser;
  };
  beforeEach(async () => {
    browser = await openBrowser(origin());
    browser.page.setDefaultTimeout(20_000);
  });
  afterEach(async ({ task }) => {
    const { page, complaints, screenshot, close } = current();
    if (task.result?.state === 'fail') {
      await screenshot(`failed-${task.name.slice(0, 40).replaceAll(' ', '-')}`);
      process.stderr.write(`${page.url()}\n${complaints.join('\n')}\n`);
    }
    await close();
  });
  return {
    get page() {
      return current().page;
    },
    get complaints() {
      return current().complaints;
    },
    screenshot: (name) => current().screenshot(name),
  };
}

async function watch(context: BrowserContext, origin: string, complaints: string[]): Promise<void> {
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local = url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!local) complaints.push(`request to ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  await context.exposeBinding('reportViolation', (_source, text: string) => complaints.push(`CSP: ${text}`));
  await context.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) => {
      reportViolation(event.violatedDirective + ' ' + event.blockedURI);
    });
  `);
}
