import { durationMs, type DurationMs } from '@bongsu/model';

/** Why no session was had. */
export type LaneRefusal = 'cancelled' | 'timeout' | 'closed';

interface Waiter<T> {
  readonly give: (item: T) => void;
  readonly refuse: (why: LaneRefusal) => void;
}

/**
 * Sessions that take turns: each is lent to one statement at a time, waiters are served in order of arrival.
 * The lane owns the sessions; a borrower gives back what it took, once.
 */
export class Lane<T> {
  readonly #idle: T[];
  readonly #waiters = new Set<Waiter<T>>();
  readonly #size: number;
  #closed = false;
  #drained: (() => void) | undefined;

  constructor(sessions: readonly T[]) {
    this.#idle = [...sessions];
    this.#size = sessions.length;
  }

  /** How many wait for a session. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Lends a session, after at most `wait` milliseconds. */
  take(wait?: DurationMs, signal?: AbortSignal): Promise<T | LaneRefusal> {
    if (this.#closed) return Promise.resolve('closed');
    if (signal?.aborted) return Promise.resolve('cancelled');
    const session = this.#idle.pop();
    if (session !== undefined) return Promise.resolve(session);
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (outcome: T | LaneRefusal): void => {
        this.#waiters.delete(waiter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => finish('cancelled');
      const waiter: Waiter<T> = { give: finish, refuse: finish };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (wait !== undefined) timer = setTimeout(() => finish('timeout'), Math.min(wait, MAX_TIMER));
    });
  }

  give(session: T): void {
    const next = this.#waiters.values().next();
    if (!next.done) {
      next.value.give(session);
      return;
    }
    this.#idle.push(session);
    if (this.#closed && this.#idle.length === this.#size) this.#drained?.();
  }

  /** Refuses who waits and who comes; resolves when every session is back. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiter of [...this.#waiters]) waiter.refuse('closed');
    if (this.#idle.length < this.#size) await new Promise<void>((resolve) => (this.#drained = resolve));
  }
}

/** Longest delay a timer takes: 2^31 - 1 ms. */
const MAX_TIMER = durationMs(2_147_483_647);
