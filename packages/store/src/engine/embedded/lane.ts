/**
 * Sessions that take turns: each is lent to one statement at a time, waiters are served in order of arrival.
 * The lane owns the sessions; a borrower gives back what it took, once.
 */
export class Lane<T> {
  readonly #idle: T[];
  readonly #waiters = new Set<(session: T | 'closed') => void>();
  readonly #size: number;
  #closed = false;
  #drained: (() => void) | undefined;

  constructor(sessions: readonly T[]) {
    this.#idle = [...sessions];
    this.#size = sessions.length;
  }

  /** Lends a session as soon as one is free; 'closed' when the lane is. */
  take(): Promise<T | 'closed'> {
    if (this.#closed) return Promise.resolve('closed');
    const session = this.#idle.pop();
    if (session !== undefined) return Promise.resolve(session);
    return new Promise((resolve) => this.#waiters.add(resolve));
  }

  give(session: T): void {
    for (const next of this.#waiters) {
      this.#waiters.delete(next);
      next(session);
      return;
    }
    this.#idle.push(session);
    if (this.#closed && this.#idle.length === this.#size) this.#drained?.();
  }

  /** Refuses who waits and who comes; resolves when every session is back. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiter of this.#waiters) waiter('closed');
    this.#waiters.clear();
    if (this.#idle.length < this.#size) await new Promise<void>((resolve) => (this.#drained = resolve));
  }
}
