/** Counts bytes that many requests hold at once against one ceiling. Nobody waits: what does not fit is refused. */
export class ByteBudget {
  #held = 0;

  constructor(readonly total: number) {}

  get held(): number {
    return this.#held;
  }

  /** A share that starts empty and belongs to one request. */
  open(): ByteShare {
    let mine = 0;
    return {
      reserve: (bytes) => {
        if (this.#held + bytes > this.total) return false;
        this.#held += bytes;
        mine += bytes;
        return true;
      },
      release: () => {
        this.#held -= mine;
        mine = 0;
      },
    };
  }
}

export interface ByteShare {
  /** @returns false when the ceiling would be passed; nothing is reserved then. */
  reserve(bytes: number): boolean;
  /** Gives everything back. May be called again. */
  release(): void;
}
