/** An answer lists the series that are wrong, so its length is bounded. */
const MAX_LINES = 20;

/** What is wrong with a request, a line each. */
export class Problems {
  readonly #lines: string[] = [];
  #more = 0;

  /** A line that is there already is not said again. */
  add(line: string): void {
    if (this.#lines.includes(line)) return;
    if (this.#lines.length < MAX_LINES) this.#lines.push(line);
    else this.#more++;
  }

  get text(): string {
    const more = this.#more === 0 ? [] : [`and ${this.#more} more`];
    return [...this.#lines, ...more].join('\n');
  }
}
