import { nanos, type Nanos } from '@bongsu/model';
import type { Direction, Window } from '../../lang/index.js';

/** Narrow enough to be cheap where lines are dense. */
export const FIRST_NS = 60_000_000_000n;
/** Of a window that gave nothing the next one is an hour, then days: a statement costs more than lines so far apart. */
const MOST = 60;
/** Whatever lines were there, the next window is this many times as wide, so that their number stays small. */
const LEAST = 5;
/** Lines come unevenly: a window that just holds the lines wanted would often miss some. */
const SPARE = 2;

/**
 * Splits [start, end) into adjacent windows in the order of `direction`. The first is narrow (or of `first` ns); later
 * ones are as wide as lines were far apart before, so that an answer takes about two statements however dense its
 * lines are.
 */
export class LineWindows {
  #from: bigint;
  #to: bigint;
  #width = 0n;

  constructor(
    start: Nanos,
    end: Nanos,
    private readonly direction: Direction,
    private readonly first: bigint = FIRST_NS,
  ) {
    this.#from = start;
    this.#to = end;
  }

  /** The next window, `undefined` at the end. `found` lines were in the one before, `wanted` more are. */
  next(found: number, wanted: number): Window | undefined {
    const left = this.#to - this.#from;
    if (left <= 0n) return undefined;
    this.#width = this.#width === 0n ? this.first : this.#width * growth(found, wanted);
    // A rest that is no wider would cost a statement of its own.
    const width = left <= 2n * this.#width ? left : this.#width;
    if (this.direction === 'forward') {
      const start = this.#from;
      this.#from += width;
      return { start: nanos(start), end: nanos(this.#from) };
    }
    const end = this.#to;
    this.#to -= width;
    return { start: nanos(this.#to), end: nanos(end) };
  }
}

function growth(found: number, wanted: number): bigint {
  if (found === 0) return BigInt(MOST);
  return BigInt(Math.min(MOST, Math.max(LEAST, Math.ceil((SPARE * wanted) / found))));
}
