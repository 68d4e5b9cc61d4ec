/**
 * Remembers between queries what fingerprints stand for: rows of resources, labels of log streams. A fingerprint is made
 * of all that it stands for, so that never changes and is the same for every tenant that holds it.
 */
export class FingerprintCache<T> {
  readonly #held = new Map<string, T>();

  /** One takes up to about 2 KB. */
  constructor(private readonly maxHeld = 10_000) {}

  get(fingerprint: string): T | undefined {
    return this.#held.get(fingerprint);
  }

  /** The one that was put first goes first. */
  put(fingerprint: string, value: T): void {
    this.#held.set(fingerprint, value);
    if (this.#held.size <= this.maxHeld) return;
    for (const oldest of this.#held.keys()) {
      this.#held.delete(oldest);
      return;
    }
  }
}
