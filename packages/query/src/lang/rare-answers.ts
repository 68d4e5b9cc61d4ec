/**
 * Which questions found too little near the end of their range the last time, where a search looks first. Asked again,
 * as a dashboard does, they look at the whole range at once, and spare the statement that would find nothing.
 */
export class RareAnswers {
  /** The oldest first. */
  readonly #questions = new Set<string>();

  /** @param most questions that are remembered; each takes the length of its text. */
  constructor(private readonly most = 1000) {}

  has(question: string): boolean {
    return this.#questions.has(question);
  }

  learn(question: string, rare: boolean): void {
    this.#questions.delete(question);
    if (!rare) return;
    this.#questions.add(question);
    if (this.#questions.size > this.most) this.#questions.delete(this.#questions.keys().next().value!);
  }
}
