import type { Page } from 'playwright-core';

export interface Recording {
  /** Frames that were drawn. */
  readonly frames: number;
  /** Milliseconds between two frames of which the share `quantile` is at most so far apart. */
  frameMs(quantile: number): number;
  /** Milliseconds of processor time of the longest task of the page's main thread that ran its script. */
  readonly longestTaskMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: begin, length, and processor time of the thread. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Tasks of script: a frame's callbacks, events, timers, answers of the network. */
const SCRIPT = new Set([
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'FireAnimationFrame',
  'EventDispatch',
  'TimerFire',
]);

/** Records Chromium's own trace while `act` runs. */
export async function recordTrace(page: Page, act: () => Promise<void>): Promise<Recording> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame', '__metadata'],
    },
  });
  await act();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, ph, pid, tid }) => ph === 'X' && SCRIPT.has(name) && mains.has(`${pid} ${tid}`));
  const drawn = events
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const apart = drawn
    .slice(1)
    .map((ts, i) => (ts - (drawn[i] ?? ts)) / 1_000)
    .sort((a, b) => a - b);
  return {
    frames: drawn.length,
    frameMs: (quantile) => apart[Math.min(apart.length - 1, Math.floor(apart.length * quantile))] ?? NaN,
    longestTaskMs: Math.max(0, ...tasks.map(({ tdur, dur }) => (tdur ?? dur ?? 0) / 1_000)),
  };
}
