import { durationMs, type Clock, type DurationMs } from '@bongsu/model';
import type { ExpectedTime } from './expected-time.js';

/** A statement that is expected to take less is short. */
const SHORT_MS = 100;
/** From this pressure on fewer long statements run; one insert a second, of a few services, presses with a hundredth. */
export const PRESSED = 1 / 4;
/** From this pressure on the engine rests between long statements: at 1, so many times as long as the last one took. */
const REST_FROM = 1 / 2;
const REST_AT_MOST = 3;
/** A long statement may be overtaken by those that come within so many times its length and are as much shorter. */
const OVERTAKEN = 10;

/** Longest delay a timer takes: 2^31 - 1 ms. */
const MAX_TIMER = durationMs(2_147_483_647);

/** Why a statement had no turn. */
export type NoTurn = 'cancelled' | 'timeout' | 'closed';

export interface ReadTurnsOptions<S> {
  readonly sessions: readonly S[];
  /** Long statements at once while nothing else needs the engine; a session is kept free of them. */
  readonly longAtOnce: number;
  readonly expected: ExpectedTime;
  readonly clock: Clock;
  /** How much inserts need the engine, 0 to 1: from {@link PRESSED} on half as many long statements run, at least one. */
  readonly pressure: () => number;
}

/** What a statement holds of its session: `stream` as long as its reader likes, `statement` as long as it runs. */
export type ReadKind = 'statement' | 'stream';

/** A session lent for one statement. */
export interface Turn<S> {
  readonly session: S;
  /** Gives the session back, once, with how the statement ended. */
  end(how: 'answered' | 'cut off'): void;
}

type Class = 'short' | 'new' | 'long' | 'stream';

interface Waiter<S> {
  readonly shape: string;
  readonly kind: ReadKind;
  /** Those with the earliest go first. */
  readonly due: number;
  readonly give: (turn: Turn<S>) => void;
  readonly refuse: (why: NoTurn) => void;
}

/**
 * Who reads next. A statement that is known to be short by its shape takes any free session; of those not seen before
 * there is always room for one. Long ones run a few at a time, fewer and with pauses while inserts need the engine; among those
 * that wait a shorter one may overtake a longer one, but only for some time, so that each has its turn.
 */
export class ReadTurns<S> {
  readonly #idle: S[];
  readonly #size: number;
  readonly #long: number;
  readonly #expected: ExpectedTime;
  readonly #clock: Clock;
  readonly #pressure: () => number;
  /** In the order of `due`. */
  readonly #waiters: Waiter<S>[] = [];
  readonly #running: Record<Class, number> = { short: 0, new: 0, long: 0, stream: 0 };
  #restUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #drained: (() => void) | undefined;

  constructor({ sessions, longAtOnce, expected, clock, pressure }: ReadTurnsOptions<S>) {
    this.#idle = [...sessions];
    this.#size = sessions.length;
    this.#long = Math.max(1, Math.min(longAtOnce, sessions.length - 1));
    this.#expected = expected;
    this.#clock = clock;
    this.#pressure = pressure;
  }

  /** Lends a session, after at most `wait` milliseconds. */
  take(shape: string, kind: ReadKind, wait?: DurationMs, signal?: AbortSignal): Promise<Turn<S> | NoTurn> {
    if (this.#closed) return Promise.resolve('closed');
    if (signal?.aborted) return Promise.resolve('cancelled');
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (outcome: Turn<S> | NoTurn): void => {
        const at = this.#waiters.indexOf(waiter);
        if (at >= 0) this.#waiters.splice(at, 1);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => finish('cancelled');
      const waiter = this.#waiter(shape, kind, finish);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (wait !== undefined) timer = setTimeout(() => finish('timeout'), Math.min(wait, MAX_TIMER));
      const later = this.#waiters.findIndex(({ due }) => due > waiter.due);
      this.#waiters.splice(later < 0 ? this.#waiters.length : later, 0, waiter);
      this.#advance();
    });
  }

  /** Refuses who waits and who comes; resolves when every session is back. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const waiter of [...this.#waiters]) waiter.refuse('closed');
    if (this.#idle.length < this.#size) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  #waiter(shape: string, kind: ReadKind, finish: (outcome: Turn<S> | NoTurn) => void): Waiter<S> {
    const due = this.#clock.monotonic() + OVERTAKEN * (this.#expected.of(shape) ?? 0);
    return { shape, kind, due, give: finish, refuse: finish };
  }

  #advance(): void {
    clearTimeout(this.#timer);
    while (this.#idle.length > 0) {
      const next = this.#waiters.find((waiter) => this.#mayRun(this.#classOf(waiter)));
      if (next === undefined) break;
      next.give(this.#lend(this.#idle.pop()!, next.shape, this.#classOf(next)));
    }
    const rest = this.#restUntil - this.#clock.monotonic();
    if (rest > 0 && this.#waiters.length > 0) this.#timer = setTimeout(() => this.#advance(), Math.ceil(rest));
  }

  /** Asked anew each time: others of the shape may have ended meanwhile. */
  #classOf({ shape, kind }: Waiter<S>): Class {
    if (kind === 'stream') return 'stream';
    const expected = this.#expected.of(shape);
    if (expected === undefined) return 'new';
    return expected < SHORT_MS ? 'short' : 'long';
  }

  #mayRun(kind: Class): boolean {
    const { long, stream, new: unknown } = this.#running;
    const allowed = this.#pressure() < PRESSED ? this.#long : Math.max(1, this.#long >> 1);
    // One session is for short ones.
    const others = this.#size - 1;
    switch (kind) {
      case 'short':
        return true;
      case 'new':
        return unknown === 0 || long + unknown < allowed;
      case 'long':
        if (this.#clock.monotonic() < this.#restUntil) return false;
        return long < allowed && long + stream < Math.max(1, others);
      case 'stream':
        // Their readers may be slow: there is always room for a long statement too.
        return stream < Math.max(1, others - this.#long);
    }
  }

  #lend(session: S, shape: string, kind: Class): Turn<S> {
    const started = this.#clock.monotonic();
    this.#running[kind]++;
    return {
      session,
      end: (how) => {
        this.#running[kind]--;
        const now = this.#clock.monotonic();
        if (kind !== 'stream') this.#expected.observe(shape, now - started, how === 'cut off');
        const rest = Math.max(0, (this.#pressure() - REST_FROM) / (1 - REST_FROM)) * REST_AT_MOST;
        if (kind === 'long') this.#restUntil = now + rest * (now - started);
        this.#idle.push(session);
        if (this.#closed && this.#idle.length === this.#size) this.#drained?.();
        this.#advance();
      },
    };
  }
}
