import type { FoundLine } from '@bongsu/query/logql';

interface Held {
  readonly line: FoundLine;
  /** On the monotonic clock, in ms. */
  readonly due: number;
}

/** Lines that wait `delayMs` so that later ones of an earlier time can go before them (`delay_for`). */
export class HeldLines {
  /** By time, then by arrival. */
  #held: Held[] = [];

  constructor(private readonly delayMs: number) {}

  add(lines: readonly FoundLine[], now: number): void {
    const due = now + this.delayMs;
    this.#held.push(...lines.map((line) => ({ line, due })));
    this.#held.sort(byTime);
  }

  /** Takes the lines that have waited long enough, and with them those of an earlier time; by time. */
  take(now: number): readonly FoundLine[] {
    const last = this.#held.findLastIndex(({ due }) => due <= now);
    return this.#held.splice(0, last + 1).map(({ line }) => line);
  }

  /** When the next line is due; undefined when none is held. */
  get nextDue(): number | undefined {
    return this.#held.reduce<number | undefined>(
      (least, { due }) => (least === undefined || due < least ? due : least),
      undefined,
    );
  }
}

function byTime({ line: a }: Held, { line: b }: Held): number {
  if (a.ts !== b.ts) return a.ts < b.ts ? -1 : 1;
  return a.seq < b.seq ? -1 : 1;
}
