/** Walks through earlier queries and back to the text that was there before. */
export class QueryHistory {
  /** -1: the text being written. */
  #at = -1;
  #draft = '';

  /** @param earlier newest first. */
  constructor(private readonly earlier: () => readonly string[]) {}

  /** @returns the text to show, or undefined at either end. */
  step(by: 1 | -1, current: string): string | undefined {
    const queries = this.earlier();
    const next = this.#at + by;
    if (next < -1 || next >= queries.length) return undefined;
    if (this.#at === -1) this.#draft = current;
    this.#at = next;
    // What is in the field already would look like a key that does nothing.
    if (next >= 0 && queries[next] === current) return this.step(by, current) ?? current;
    return next === -1 ? this.#draft : queries[next];
  }

  reset(): void {
    this.#at = -1;
  }
}
