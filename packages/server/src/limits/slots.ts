/** A fixed number of places. Nobody waits: no place is a refusal. */
export class Slots {
  #taken = 0;

  constructor(readonly total: number) {}

  get taken(): number {
    return this.#taken;
  }

  /** @returns what gives the place back (idempotent), or undefined when all are taken. */
  take(): (() => void) | undefined {
    if (this.#taken >= this.total) return undefined;
    this.#taken++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#taken--;
    };
  }
}
