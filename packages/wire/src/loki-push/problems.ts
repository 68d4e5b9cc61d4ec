/** Messages name times and labels, so that there may be one a line; this many are told apart. */
const MAX_MESSAGES = 20;

/** What a push is told of the lines that were left out, in the form Loki groups it (pkg/util/errors.go). */
export class PushProblems {
  readonly #counts = new Map<string, number>();
  readonly #blocks: string[] = [];
  #further = 0;

  /** One line, or one stream when it is refused whole. */
  add(message: string): void {
    const known = this.#counts.get(message);
    if (known !== undefined) this.#counts.set(message, known + 1);
    else if (this.#counts.size < MAX_MESSAGES) this.#counts.set(message, 1);
    else this.#further++;
  }

  /** A text that counts its lines itself. */
  block(text: string): void {
    this.#blocks.push(text);
  }

  /** '' when nothing was left out. */
  text(): string {
    const single = this.#counts.size === 1 && this.#further === 0;
    const grouped = Array.from(this.#counts, ([message, count]) =>
      single && count === 1 ? message : `${count} errors like: ${message}`,
    );
    if (this.#further > 0) grouped.push(`${this.#further} errors of other kinds`);
    return [grouped.join('; '), ...this.#blocks].filter((part) => part !== '').join('\n');
  }
}
