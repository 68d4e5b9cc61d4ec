import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveChromium, openBrowser, type Browser } from './browser.js';
import { startServer, type ServerProcess } from './server-process.js';
import { openPage, outOfReach, overflow, sendShop, uiPages, type UiPage } from './ui-pages.js';

const runnable = haveChromium();

const names = Object.keys(uiPages) as UiPage[];

describe.skipIf(!runnable)('every page', () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    await sendShop(server.url);
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The choices of a person who came before. */
  async function prefer(lang: string, theme: 'light' | 'dark', width: number): Promise<void> {
    const { page } = browser;
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${server.url}/livez`);
    await page.evaluate(
      `localStorage.setItem('bongsu.lang', '${lang}'); localStorage.setItem('mantine-color-scheme-value', '${theme}')`,
    );
  }

  test.each([
    ['en', 'light', 1280],
    ['ko', 'dark', 1280],
    ['en', 'dark', 390],
    ['ko', 'light', 390],
  ] as const)('in %s, %s and %i px wide, is usable by everyone and fits', async (lang, theme, width) => {
    await prefer(lang, theme, width);
    const { page } = browser;
    const found: string[] = [];
    for (const name of names) {
      await openPage(page, server.url, uiPages[name]);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(theme);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      for (const { id, impact, nodes } of violations) {
        found.push(
          `${name}: ${id} (${impact ?? 'no'} impact) at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
      }
      const wider = await overflow(page);
      if (wider > 0) found.push(`${name}: ${wider} px too wide`);
      for (const control of await outOfReach(page)) found.push(`${name}: “${control}” lies beyond the edge`);
      if (lang === 'en' || width === 390) await browser.screenshot(`page-${name}-${lang}-${theme}-${width}`);
    }
    expect(found).toEqual([]);
  });
});
