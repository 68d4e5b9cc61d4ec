import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Where Debian's package puts it; set BONGSU_E2E_CHROMIUM for another place. */
const CHROMIUM = process.env['BONGSU_E2E_CHROMIUM'] ?? '/usr/bin/chromium';
const ARTIFACTS = fileURLToPath(new URL('../artifacts/', import.meta.url));

export const MISSING_CHROMIUM = `${CHROMIUM} is missing: apt-get install chromium, or set BONGSU_E2E_CHROMIUM`;

/** Whether UI tests can run here. With CI=true a missing browser is an error, not a reason to skip. */
export function haveChromium(): boolean {
  if (existsSync(CHROMIUM)) return true;
  if (process.env['CI'] === 'true') throw new Error(MISSING_CHROMIUM);
  return false;
}

export interface Browser {
  readonly page: Page;
  /** Everything that a page of ours must never do, in order: foreign requests, console errors, CSP violations. */
  readonly complaints: readonly string[];
  readonly screenshot: (name: string) => Promise<void>;
  close(): Promise<void>;
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
