import { durationMs, type Clock, type DurationMs } from '@bongsu/model';

/**
 * Decoding at a stretch; a body of a thousand records takes 5 to 15 ms. The event loop accepts one connection a turn, so
 * whoever decodes all that a turn has read lets new ones (a query, a probe) wait for each other, a turn each: under an
 * overload from two thousand connections it was a minute.
 */
const STRETCH = durationMs(2);

/** Turns of the event loop between two stretches, or so long when the turns find much to do. */
const TURNS_BETWEEN = 8;
const TIME_BETWEEN = durationMs(2);

/** Bodies that wait to be decoded before those that come next are left in their connections. */
const READ_AHEAD = 16;

/** Weight of the newest body in the moving average of the pace. */
const WEIGHT = 0.1;

/** Shares the event loop between bodies to decode and everything else. First come, first served. */
export class DecodeTurns {
  readonly #clock: Clock;
  readonly #decodes: (() => void)[] = [];
  readonly #readers: (() => void)[] = [];
  #spent = 0;
  #turnsLeft = 0;
  #lastEnd = 0;
  /** Ms from one body to the next while others wait. */
  #pace = 0;
  #othersWaited = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bodies that wait to be read or decoded. */
  get waiting(): number {
    return this.#readers.length + this.#decodes.length;
  }

  /** How long those who wait take at the pace of the last ones. */
  get wait(): DurationMs {
    return durationMs(Math.ceil(this.waiting * this.#pace));
  }

  /** Resolves when reading a body is of use: it can be decoded soon. */
  async toRead(): Promise<void> {
    if (this.#decodes.length < READ_AHEAD) return;
    await new Promise<void>((resolve) => this.#readers.push(resolve));
  }

  /** Runs `decode` at once or in a later turn, in the order of the calls. Rejects with what it throws. */
  decode<T>(decode: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#decodes.push(() => {
        try {
          resolve(decode());
        } catch (bug) {
          reject(bug instanceof Error ? bug : new Error(String(bug)));
        }
      });
      if (this.#spent < STRETCH) this.#decodeAStretch();
    });
  }

  #decodeAStretch(): void {
    while (this.#spent < STRETCH) {
      const next = this.#decodes.shift();
      if (next === undefined) break;
      const started = this.#clock.monotonic();
      next();
      this.#spent += this.#clock.monotonic() - started;
      this.#note(started);
    }
    // Those that were let in may be slow: when nothing is left to decode, nobody waits for them.
    const room = this.#decodes.length === 0 ? this.#readers.length : READ_AHEAD - this.#decodes.length;
    if (room > 0) for (const read of this.#readers.splice(0, room)) read();
    const between = this.#spent < STRETCH ? 1 : TURNS_BETWEEN;
    if (this.#turnsLeft === 0) setImmediate(() => this.#turn());
    this.#turnsLeft = Math.max(this.#turnsLeft, between);
  }

  #note(started: number): void {
    const end = this.#clock.monotonic();
    this.#pace += WEIGHT * (end - (this.#othersWaited ? this.#lastEnd : started) - this.#pace);
    this.#lastEnd = end;
    this.#othersWaited = this.#decodes.length > 0;
  }

  #turn(): void {
    this.#turnsLeft--;
    if (this.#turnsLeft > 0 && this.#clock.monotonic() - this.#lastEnd < TIME_BETWEEN) {
      return void setImmediate(() => this.#turn());
    }
    this.#turnsLeft = 0;
    this.#spent = 0;
    if (this.#decodes.length > 0) this.#decodeAStretch();
  }
}
