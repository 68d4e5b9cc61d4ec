import type { Clock } from '@bongsu/model';

/** How fast the past is forgotten: after so long it counts 1/e. */
const MEMORY_MS = 1000;

/** Which part of the last second or so something was being done in. */
export class BusyShare {
  readonly #clock: Clock;
  #running = 0;
  #share = 0;
  #at = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(): void {
    this.#advance();
    this.#running++;
  }

  end(): void {
    this.#advance();
    this.#running--;
  }

  /** From 0, idle for long, to 1, at it for long. */
  share(): number {
    this.#advance();
    return this.#share;
  }

  #advance(): void {
    const now = this.#clock.monotonic();
    const target = this.#running > 0 ? 1 : 0;
    this.#share = target + (this.#share - target) * Math.exp((this.#at - now) / MEMORY_MS);
    this.#at = now;
  }
}
