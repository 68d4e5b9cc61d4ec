/** What must be undone at the end, in reverse order of its making. */
export class Closers {
  readonly #closers: { readonly name: string; readonly close: () => unknown }[] = [];

  add(name: string, close: () => unknown): void {
    this.#closers.push({ name, close });
  }

  /** Closes the last first and goes on after a failure. @returns one line per closer that failed. */
  async close(): Promise<readonly string[]> {
    const failures: string[] = [];
    for (let next = this.#closers.pop(); next !== undefined; next = this.#closers.pop()) {
      try {
        await next.close();
      } catch (error) {
        failures.push(`${next.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return failures;
  }
}
