/** What completion asks the server, kept for a moment: while a word is typed the same question comes again and again. */
export class Answers {
  readonly #kept = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();

  /** @param key names the question; the range of time is part of it when it decides the answer. */
  get<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const now = Date.now();
    const kept = this.#kept.get(key);
    if (kept && now - kept.at < KEPT_MS) return kept.answer as Promise<T>;
    const answer = ask();
    this.#kept.set(key, { at: now, answer });
    // A failed question is asked again.
    answer.catch(() => this.#kept.delete(key));
    return answer;
  }
}

/** New label values should show up soon after they are first sent. */
const KEPT_MS = 30_000;

/** Unix milliseconds; start inclusive, end exclusive. */
export interface Scope {
  readonly start: number;
  readonly end: number;
}
