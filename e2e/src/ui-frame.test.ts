import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { haveChromium } from './browser.js';
import { eventually } from './eventually.js';
import { openPage, shopPages } from './ui-pages.js';

const runnable = haveChromium();

const SHOP_LINES = '{service_name="shop"}';

describe.skipIf(!runnable)('the frame of the pages, in Chromium,', () => {
  const pages = shopPages();
  const { browser } = pages;

  async function open(path: string): Promise<Page> {
    await openPage(browser.page, pages.url, path);
    return browser.page;
  }
  const address = (): URL => new URL(browser.page.url());
  const logs = (query: string): string => `/logs?q=${encodeURIComponent(query)}`;

  describe('the palette', () => {
    test('finds pages and services, goes there, and takes the time range along', async () => {
      const page = await open('/?from=now-3h');
      for (const [text, path] of [
        ['sql', '/sql'],
        ['service map', '/map'],
        ['shop', '/services/shop'],
      ] as const) {
        await page.keyboard.press('Control+k');
        await page.getByRole('textbox', { name: /Find a page/ }).fill(text);
        await page.getByRole('dialog').getByRole('button').first().waitFor();
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname === path && url.searchParams.get('from') === 'now-3h');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      expect(browser.complaints).toEqual([]);
    });

    test('changes theme, language and zone, and the page stays so when it is opened again', async () => {
      const page = await open(logs(SHOP_LINES));
      for (const action of ['Theme: Dark', 'Time zone: UTC', 'Language: 한국어']) {
        await page.keyboard.press('Control+k');
        await page.getByRole('textbox', { name: /Find a page/ }).fill(action);
        await page.getByRole('button', { name: action }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('navigation', { name: '페이지' }).waitFor();
      await page.reload();
      await page.getByRole('navigation', { name: '페이지' }).waitFor();
      expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
      expect(await page.locator('html').getAttribute('lang')).toBe('ko');
      await browser.screenshot('palette-korean-dark');
      expect(browser.complaints).toEqual([]);
    });

    test('says when nothing has the words', async () => {
      const page = await open('/');
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: /Find a page/ }).fill('no such thing');
      await page.getByText('Nothing has these words.').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  describe('keys', () => {
    test('`?` lists those of the page and those of every page', async () => {
      const page = await open(logs(SHOP_LINES));
      await page.keyboard.press('?');
      const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
      await help.waitFor();
      const text = await help.innerText();
      for (const meaning of ['Open the trace of the focused line', 'Choose the time range', 'Service map']) {
        expect(text).toContain(meaning);
      }
      await page.keyboard.press('Escape');
      await help.waitFor({ state: 'detached' });
      expect(browser.complaints).toEqual([]);
    });

    test('`g` and a letter go to a page', async () => {
      const page = await open('/');
      for (const [key, path] of [
        ['l', '/logs'],
        ['t', '/traces'],
        ['s', '/map'],
        ['m', '/metrics'],
        ['d', '/dashboards'],
        ['q', '/sql'],
        ['h', '/'],
      ] as const) {
        await page.keyboard.press('g');
        await page.keyboard.press(key);
        await page.waitForURL((url) => url.pathname === path);
      }
      expect(browser.complaints).toEqual([]);
    });

    test('`d` opens the time range', async () => {
      const page = await open('/');
      await page.keyboard.press('d');
      await page.getByRole('dialog', { name: 'Time range' }).getByRole('button', { name: 'Today' }).click();
      await page.waitForURL((url) => url.searchParams.get('from') === 'now/d');
    });

    test('`/` goes to the filter, where letters are letters', async () => {
      const page = await open('/');
      await page.keyboard.press('/');
      await page.keyboard.type('g l?');
      expect(await page.getByRole('textbox', { name: 'Filter services' }).inputValue()).toBe('g l?');
      expect(address().pathname).toBe('/');
    });
  });

  describe('time', () => {
    const range = (page: Page) => page.getByRole('button', { name: /^Time range/ });

    async function enter(page: Page, from: string, to: string): Promise<void> {
      await range(page).click();
      await page.getByRole('textbox', { name: 'From' }).fill(from);
      await page.getByRole('textbox', { name: 'To' }).fill(to);
      await page.getByRole('button', { name: 'Apply' }).click();
    }

    test('is shown and read in the zone that is chosen', async () => {
      const page = await open(logs(SHOP_LINES));
      await page.getByRole('button', { name: 'Appearance, language and time zone' }).click();
      await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Seoul');
      await page.keyboard.press('Escape');
      await enter(page, '2026-01-05 09:00', '2026-01-05 10:30');
      await eventually(() => Promise.resolve(expect(address().searchParams.get('from')).not.toBeNull()));
      expect(address().searchParams.get('from')).toBe(String(Date.UTC(2026, 0, 5)));
      expect(address().searchParams.get('to')).toBe(String(Date.UTC(2026, 0, 5, 1, 30)));
      expect(await range(page).innerText()).toBe('2026-01-05 09:00:00 – 10:30:00');
      // Another zone, the same instants.
      await page.getByRole('button', { name: 'Appearance, language and time zone' }).click();
      await page.getByRole('combobox', { name: 'Time zone' }).selectOption('UTC');
      await page.keyboard.press('Escape');
      await eventually(async () => expect(await range(page).innerText()).toBe('2026-01-05 00:00:00 – 01:30:00'));
      expect(address().searchParams.get('from')).toBe(String(Date.UTC(2026, 0, 5)));
      expect(browser.complaints).toEqual([]);
    });

    test('may be whole days, and the refresh then goes on', async () => {
      const page = await open(logs(SHOP_LINES));
      await enter(page, 'now/d', 'now/d');
      await page.waitForURL((url) => url.searchParams.get('to') === 'now/d');
      // The lines are of the last seconds, so of today or, right after midnight, of yesterday.
      await page.getByTestId('log-total').waitFor();
      expect(await page.getByRole('combobox', { name: 'Refresh' }).isEnabled()).toBe(true);
      await range(page).click();
      await page.getByRole('button', { name: 'Yesterday' }).click();
      await page.waitForURL((url) => url.searchParams.get('to') === 'now-1d/d');
      expect(await page.getByRole('combobox', { name: 'Refresh' }).isEnabled()).toBe(false);
      expect(browser.complaints).toEqual([]);
    });

    test('says what is wrong with a range, and keeps the old one', async () => {
      const page = await open('/');
      await enter(page, 'soon', 'now');
      await page.getByText('Not a time. Try now-90m or 2026-11-20 10:00.').waitFor();
      await page.getByRole('textbox', { name: 'From' }).fill('now');
      await page.getByRole('textbox', { name: 'To' }).fill('now-1h');
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('The end must be after the start.').waitFor();
      expect(address().searchParams.get('from')).toBeNull();
    });
  });

  describe('queries', () => {
    test('that ran are listed, saved ones have a name, and both are found after a reload', async () => {
      const page = await open(logs(`${SHOP_LINES} |= "declined"`));
      const menu = () => page.getByRole('button', { name: 'Recent and saved queries' }).click();
      await page.locator('.cm-content').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' != "x"');
      await page.keyboard.press('Control+Enter');
      await page.waitForURL((url) => url.searchParams.get('q')?.includes('!= "x"') ?? false);
      await menu();
      await page.getByRole('textbox', { name: 'Name for this query' }).fill('Declined payments');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('region', { name: 'Saved' }).getByText('Declined payments').waitFor();
      await page.getByRole('region', { name: 'Recent' }).getByText('!= "x"').waitFor();

      await open('/logs');
      await menu();
      await page.getByRole('region', { name: 'Saved' }).getByText('Declined payments').click();
      await page.waitForURL((url) => url.searchParams.get('q')?.includes('!= "x"') ?? false);
      // The palette knows it too.
      await open('/');
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: /Find a page/ }).fill('declined pay');
      await page.getByRole('button', { name: /Declined payments/ }).click();
      await page.waitForURL((url) => url.pathname === '/logs' && (url.searchParams.get('q') ?? '').includes('!= "x"'));

      await menu();
      await page.getByRole('button', { name: 'Delete “Declined payments”' }).click();
      await page.getByRole('region', { name: 'Saved' }).waitFor({ state: 'detached' });
      expect(browser.complaints).toEqual([]);
    });
  });

  test('at 390 px the pages without a place in the bar stand behind its last one', async () => {
    await browser.page.setViewportSize({ width: 390, height: 844 });
    const page = await open('/?from=now-3h');
    for (const [name, path] of [
      ['Service map', '/map'],
      ['SQL', '/sql'],
    ] as const) {
      const bar = page.getByRole('navigation', { name: 'Pages' });
      await bar.getByRole('button', { name: 'More' }).click();
      await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name }).click();
      await page.waitForURL((url) => url.pathname === path && url.searchParams.get('from') === 'now-3h');
      await page.getByRole('dialog', { name: 'More' }).waitFor({ state: 'detached' });
    }
    expect(browser.complaints).toEqual([]);
  });
});
