import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MISSING_CHROMIUM, haveChromium, openBrowser, type Browser } from './browser.js';
import { sendTrace } from './generated-trace.js';
import { freshFolder, startServer, type ServerProcess } from './server-process.js';

const runnable = haveChromium();
if (!runnable) process.stderr.write(`UI tests are skipped: ${MISSING_CHROMIUM}\n`);

/** The bar of a frame while a trace of 10,000 spans is scrolled and panned. */
const LONG_TASK_MS = 50;

describe.skipIf(!runnable)('the waterfall, in Chromium,', () => {
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    const config = join(dirname(await freshFolder()), 'bongsu.yaml');
    await mkdir(dirname(config), { recursive: true });
    await writeFile(config, 'limits:\n  query:\n    traceSpans: 200000\n');
    server = await startServer({ args: ['--config', config] });
    browser = await openBrowser(server.url);
    browser.page.setDefaultTimeout(60_000);
    await browser.page.goto(`${server.url}/traces`);
    await browser.page.waitForLoadState('networkidle');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('scrolls and pans 10,000 spans without a long task', async () => {
    const { page } = browser;
    const traceId = await sendTrace(server.url, 10_000);
    const opening = await recordTasks(page, () => open(page, traceId));
    process.stdout.write(`10,000 spans, opening: ${report(opening)}\n`);
    expect(opening.long).toEqual([]);

    const box = await page.locator('[data-testid="waterfall-scroll"]').boundingBox();
    if (!box) throw new Error('the waterfall has no box');
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    const tasks = await recordTasks(page, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, 400);
      // Closer, along the time, and back.
      await page.keyboard.down('Control');
      for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -200);
      await page.keyboard.up('Control');
      await page.keyboard.down('Shift');
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? 60 : -60);
      await page.keyboard.up('Shift');
    });
    expect(await page.locator('[data-testid="span-row"]').count()).toBeLessThan(100);
    expect(tasks.frames).toBeGreaterThan(10);
    process.stdout.write(`10,000 spans, moving: ${report(tasks)}\n`);
    expect(tasks.long).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  test('opens 100,000 spans', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/traces`);
    const traceId = await sendTrace(server.url, 100_000);
    const opening = await recordTasks(page, () => open(page, traceId));
    process.stdout.write(`100,000 spans, opening: ${report(opening)}\n`);
    expect(await page.locator('[role="treegrid"]').getAttribute('aria-rowcount')).toBe('100000');
    await page.locator('[data-testid="span-row"]').first().focus();
    await page.keyboard.press('End');
    await page.locator('[aria-rowindex="100000"]').waitFor();
    expect(browser.complaints).toEqual([]);
  });
});

/**
 * From the traces page, as a link would: what is recorded is the trace, not the start of the program. Prints how long the
 * server took to answer, and how long after its last byte the first rows were painted.
 */
async function open(page: Page, traceId: string): Promise<void> {
  const answered = page.waitForEvent('requestfinished', (request) =>
    request.url().includes(`/api/v2/traces/${traceId}`),
  );
  // The frame after the one that the rows are drawn in has them on the screen.
  const painted = page.evaluate<number>(`new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-testid="span-row"]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  })`);
  await page.evaluate(`
    history.pushState(null, '', '/traces/${traceId}');
    dispatchEvent(new PopStateEvent('popstate'));
  `);
  const { startTime, responseEnd } = (await answered).timing();
  const rows = (await painted) - (startTime + responseEnd);
  process.stdout.write(`answer after ${Math.round(responseEnd)} ms, rows ${Math.round(rows)} ms after it\n`);
  // What follows the first rows (the map of the trace, lazy parts) is a part of opening.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1_000);
}

const report = ({ frames, longest, long }: Tasks): string =>
  `${frames} frames, longest task ${longest.toFixed(1)} ms, over ${LONG_TASK_MS} ms: ${long.map((ms) => ms.toFixed(0)).join(' ')}`;

interface Tasks {
  readonly frames: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly long: readonly number[];
}

/** Processor time of tasks of the page's main thread: on a machine that others use, time on the wall is theirs too. */
async function recordTasks(page: Page, act: () => Promise<void>): Promise<Tasks> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const done = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  await act();
  await page.waitForTimeout(500);
  await session.send('Tracing.end');
  await done;
  return tasksOf(events);
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

function tasksOf(events: readonly TraceEvent[]): Tasks {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const own = events.filter(({ pid, tid }) => mains.has(`${pid}/${tid}`));
  const tasks = own
    .filter(({ name, ph }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask')
    .map(({ dur = 0, tdur = dur }) => tdur / 1_000);
  const frames = own.filter(({ name }) => name === 'Paint' || name === 'PrePaint').length;
  return { frames, longest: Math.max(0, ...tasks), long: tasks.filter((ms) => ms > LONG_TASK_MS) };
}
