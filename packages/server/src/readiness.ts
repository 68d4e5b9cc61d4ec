import type { Clock, Result } from '@bongsu/model';

/** `ready` only after a row that was written has been read back. */
export type ReadyState =
  | { readonly state: 'starting' | 'stopping' | 'failing'; readonly reason: string }
  | { readonly state: 'ready'; readonly reason: '' };

/** A probe older than this is repeated when somebody asks: quick enough for a load balancer, light on the disk. */
const PROBE_AGE_MS = 5000;

/** Answers whether the server can take and give data, by doing both. */
export class Readiness {
  #phase: { readonly state: 'starting' | 'running' | 'stopping'; readonly reason: string };
  #last: { readonly at: number; readonly answer: ReadyState } | undefined;
  #running: Promise<ReadyState> | undefined;

  constructor(
    readonly probe: () => Promise<Result<void, string>>,
    readonly clock: Clock,
  ) {
    this.#phase = { state: 'starting', reason: 'the data folder is being opened' };
  }

  starting(reason: string): void {
    this.#phase = { state: 'starting', reason };
  }

  /** From now on the probe decides. */
  running(): void {
    this.#phase = { state: 'running', reason: '' };
  }

  stopping(): void {
    this.#phase = { state: 'stopping', reason: 'the server stops' };
  }

  get isStopping(): boolean {
    return this.#phase.state === 'stopping';
  }

  async check(): Promise<ReadyState> {
    if (this.#phase.state !== 'running') return { state: this.#phase.state, reason: this.#phase.reason };
    if (this.#last !== undefined && this.#last.answer.state === 'ready') {
      if (this.clock.monotonic() - this.#last.at < PROBE_AGE_MS) return this.#last.answer;
    }
    this.#running ??= this.#probe().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #probe(): Promise<ReadyState> {
    const probed = await this.probe();
    const answer: ReadyState = probed.ok
      ? { state: 'ready', reason: '' }
      : { state: 'failing', reason: `a probe row could not be written and read back: ${probed.error}` };
    this.#last = { at: this.clock.monotonic(), answer };
    return answer;
  }
}
