import type { DurationMs, Result } from '@bongsu/model';
import type { Discovery, TargetGroup } from './discovery.js';

/** What one look found; `next` overrides the interval for the wait that follows, `problems` are parts that could not be read. */
export interface Refreshed {
  readonly groups: readonly TargetGroup[];
  readonly next?: DurationMs;
  readonly problems?: readonly string[];
}

/** A mechanism that looks again every `interval`, and between that when `wake` calls back. */
export function refreshing(
  interval: DurationMs,
  refresh: (signal: AbortSignal) => Promise<Result<Refreshed, string>>,
  wake?: (again: () => void, signal: AbortSignal) => void,
): Discovery {
  return {
    run(report, failed, signal) {
      let timer: NodeJS.Timeout | undefined;
      let running = false;
      let missed = false;
      const look = async (): Promise<void> => {
        if (signal.aborted) return;
        if (running) {
          missed = true;
          return;
        }
        running = true;
        clearTimeout(timer);
        const found = await refresh(signal);
        running = false;
        if (signal.aborted) return;
        if (found.ok) {
          report(found.value.groups);
          for (const problem of found.value.problems ?? []) failed(problem);
        } else failed(found.error);
        if (missed) {
          missed = false;
          void look();
          return;
        }
        const wait = (found.ok ? found.value.next : undefined) ?? interval;
        timer = setTimeout(() => void look(), wait);
      };
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      wake?.(() => void look(), signal);
      void look();
    },
  };
}
