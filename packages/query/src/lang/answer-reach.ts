/** How far a search had to look for its answer. */
export interface Reach {
  /** From the end of its range back, in ns. */
  readonly back: bigint;
  /** Candidates that it looked at. */
  readonly candidates: number;
}

/**
 * How far searches had to look the last time. Asked again, as a dashboard does, a search looks as far at once, and
 * spares the statements that feel their way.
 */
export class AnswerReach {
  /** The oldest first. */
  readonly #reach = new Map<string, Reach>();

  /** @param most questions that are remembered; each takes the length of its text. */
  constructor(private readonly most = 1000) {}

  /** For a search that begins now. Forgotten until it ends well: one that found too much to hold begins near again. */
  take(question: string): Reach | undefined {
    const reach = this.#reach.get(question);
    this.#reach.delete(question);
    return reach;
  }

  learn(question: string, reach: Reach): void {
    this.#reach.delete(question);
    this.#reach.set(question, reach);
    if (this.#reach.size > this.most) this.#reach.delete(this.#reach.keys().next().value!);
  }
}
