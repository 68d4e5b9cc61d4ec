import { err, ok, type DurationMs, type Result } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import type { DecodeTurns } from '../ingest/decode-turns.js';
import type { Slots } from '../limits/slots.js';
import { tooManyRequests } from './read-route.js';

export interface AdmissionOptions {
  readonly slots: Slots;
  readonly turns: DecodeTurns;
  /** Key `ingest.queue.maxWait`. */
  readonly maxWait: DurationMs;
}

/** Lets ingest requests in, before a byte of their bodies is kept. */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the body may be read, with what gives the place back; or at once with why the sender is to come
   * again: all places are taken, or its turn would come so late that it may have given up and sent again by then.
   */
  async enter(): Promise<Result<() => void, Failure>> {
    const { slots, turns, maxWait } = this.#options;
    const leave = slots.take();
    if (leave === undefined) return err(tooManyRequests(slots));
    const { wait } = turns;
    if (wait > maxWait) {
      leave();
      const message = `${turns.waiting} requests wait to be decoded, which takes about ${wait} ms, more than ${maxWait} ms (raise ingest.queue.maxWait); send again later`;
      return err(failure('overloaded', message, wait));
    }
    await turns.toRead();
    return ok(leave);
  }
}
