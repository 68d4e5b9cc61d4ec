/** A map from text that forgets what was not used for longest once its keys take more than `maxCharacters`. */
export class BoundedMap<V> {
  readonly #entries = new Map<string, V>();
  #characters = 0;

  constructor(private readonly maxCharacters: number) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** A key longer than the whole bound is not kept. */
  set(key: string, value: V): void {
    if (key.length > this.maxCharacters) return;
    if (!this.#entries.has(key)) this.#characters += key.length;
    this.#entries.set(key, value);
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= this.maxCharacters) break;
      this.#entries.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
