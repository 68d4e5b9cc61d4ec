import { ok, type Result } from '@bongsu/model';

/**
 * Answers about which series there are, kept until one may have been added. Series that are deleted may stay in an
 * answer: they have no samples any more. Only for a store that nobody else writes to.
 */
export class SeriesCache {
  readonly #answers = new Map<string, { readonly series: unknown; readonly size: number }>();
  #version = 0;
  #held = 0;

  /** Series held over all answers; one takes about 1 KB. */
  constructor(private readonly maxSeries = 50_000) {}

  /** Changes when an answer may have. */
  get version(): number {
    return this.#version;
  }

  /** To be called when series may have been stored, before their sender is told so. */
  invalidate(): void {
    this.#version++;
    this.#answers.clear();
    this.#held = 0;
  }

  /** The answer known by `key`, or that of `read`, which is kept if nothing was stored since it began. */
  async get<T>(key: string, read: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const answer = await this.ask<T, never>(key, async () => ok(await read()));
    return answer.ok ? answer.value : answer.error;
  }

  /** As {@link get}, for a `read` that may fail; a failure is not kept. */
  async ask<T, E>(key: string, read: () => Promise<Result<readonly T[], E>>): Promise<Result<readonly T[], E>> {
    const known = this.#answers.get(key);
    // A key names what it is that `read` gives.
    if (known !== undefined) return ok(known.series as readonly T[]);
    const version = this.#version;
    const answer = await read();
    if (answer.ok && version === this.#version && answer.value.length < this.maxSeries) this.#put(key, answer.value);
    return answer;
  }

  #put(key: string, series: readonly unknown[]): void {
    // An answer without series takes some memory, too.
    const size = series.length + 1;
    this.#held += size - (this.#answers.get(key)?.size ?? 0);
    this.#answers.set(key, { series, size });
    for (const [oldest, { size: freed }] of this.#answers) {
      if (this.#held <= this.maxSeries) return;
      this.#answers.delete(oldest);
      this.#held -= freed;
    }
  }
}
