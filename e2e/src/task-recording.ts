import type { CDPSession, Page } from 'playwright-core';

/** The bar of every page: no task of its own keeps a frame back for longer. */
export const LONG_TASK_MS = 50;

/** Processor time of tasks of the page's main thread: on a machine that others use, time on the wall is theirs too. */
export interface Tasks {
  readonly frames: number;
  /** Milliseconds of the longest. */
  readonly longest: number;
  /** Milliseconds of each over {@link LONG_TASK_MS}. */
  readonly long: readonly number[];
  /** Milliseconds of all. */
  readonly all: number;
}

export const report = ({ frames, longest, long, all }: Tasks): string =>
  `${frames} frames, ${all.toFixed(0)} ms of tasks, the longest ${longest.toFixed(1)} ms, over ${LONG_TASK_MS} ms: ` +
  (long.length === 0 ? 'none' : long.map((ms) => ms.toFixed(0)).join(' '));

/** Chromium's own recording of what the page does during `act`, and until what it started is over. */
export async function recordTasks(page: Page, act: () => Promise<void>): Promise<Tasks> {
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
  await session.detach();
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
  const frames = own.filter(({ name }) => name === 'PrePaint').length;
  return {
    frames,
    longest: tasks.reduce((most, ms) => Math.max(most, ms), 0),
    long: tasks.filter((ms) => ms > LONG_TASK_MS),
    all: tasks.reduce((sum, ms) => sum + ms, 0),
  };
}
