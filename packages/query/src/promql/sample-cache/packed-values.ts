/** Powers of ten that values are tried to be whole multiples of, as one part in so many. */
const DIVISORS = [1, 10, 100, 1000] as const;

/** Above this a double cannot hold every whole number. */
const EXACT = Number.MAX_SAFE_INTEGER;

/** How the values of one series are held: `(base + n) / divisor`, n whole, in `width` bytes; 8 for the doubles themselves. */
interface Form {
  readonly width: 0 | 1 | 2 | 4 | 8;
  readonly base: number;
  readonly divisor: number;
}

/** A column that is to be packed: the first `count` of `values`. */
export interface Column {
  readonly values: Float64Array;
  readonly count: number;
}

/**
 * Columns of doubles in as few bytes as hold them exactly: measured values are whole numbers or decimals of few places
 * that do not move far within a block. The bits of what is no such number are kept as they are.
 */
export class PackedValues {
  readonly #widths: Uint8Array;
  readonly #bases: Float64Array;
  readonly #divisors: Uint16Array;
  /** First element of a column, in elements of its width. */
  readonly #starts: Uint32Array;
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #halves: Uint16Array;
  readonly #bytes: Uint8Array;

  constructor(columns: readonly Column[]) {
    this.#widths = new Uint8Array(columns.length);
    this.#bases = new Float64Array(columns.length);
    this.#divisors = new Uint16Array(columns.length);
    this.#starts = new Uint32Array(columns.length);
    const used: Record<Form['width'], number> = { 0: 0, 1: 0, 2: 0, 4: 0, 8: 0 };
    columns.forEach((column, i) => {
      const { width, base, divisor } = formOf(column);
      this.#widths[i] = width;
      this.#bases[i] = base;
      this.#divisors[i] = divisor;
      this.#starts[i] = used[width];
      used[width] += column.count;
    });
    // The widest first: all are aligned then.
    const buffer = new ArrayBuffer(8 * used[8] + 4 * used[4] + 2 * used[2] + used[1]);
    this.#doubles = new Float64Array(buffer, 0, used[8]);
    this.#words = new Uint32Array(buffer, 8 * used[8], used[4]);
    this.#halves = new Uint16Array(buffer, 8 * used[8] + 4 * used[4], used[2]);
    this.#bytes = new Uint8Array(buffer, 8 * used[8] + 4 * used[4] + 2 * used[2], used[1]);
    columns.forEach((column, i) => this.#write(column, i));
  }

  /** Memory taken, about. */
  get size(): number {
    return this.#doubles.buffer.byteLength + 15 * this.#widths.length;
  }

  #write({ values, count }: Column, i: number): void {
    const start = this.#starts[i]!;
    const width = this.#widths[i]!;
    // `set` moves bits, whatever they mean.
    if (width === 8) this.#doubles.set(values.subarray(0, count), start);
    else if (width > 0) this.#narrow(width).set(this.#wholes(values, count, i), start);
  }

  #narrow(width: number): Uint32Array | Uint16Array | Uint8Array {
    return width === 4 ? this.#words : width === 2 ? this.#halves : this.#bytes;
  }

  #wholes(values: Float64Array, count: number, i: number): Float64Array {
    const base = this.#bases[i]!;
    const divisor = this.#divisors[i]!;
    const wholes = new Float64Array(count);
    for (let n = 0; n < count; n++) wholes[n] = Math.round(values[n]! * divisor) - base;
    return wholes;
  }

  /** Whether every value of a column is a number that is finite. */
  isFinite(i: number): boolean {
    return this.#widths[i] !== 8;
  }

  /** Writes the values `from` to `to` (exclusive) of a column to `out` from `at` on. */
  read(i: number, from: number, to: number, out: Float64Array, at: number): void {
    const start = this.#starts[i]!;
    const base = this.#bases[i]!;
    const divisor = this.#divisors[i]!;
    switch (this.#widths[i]!) {
      case 0:
        out.fill(base / divisor, at, at + to - from);
        return;
      case 1:
        unpackBytes(this.#bytes, start + from, start + to, base, divisor, out, at);
        return;
      case 2:
        unpackHalves(this.#halves, start + from, start + to, base, divisor, out, at);
        return;
      case 4:
        unpackWords(this.#words, start + from, start + to, base, divisor, out, at);
        return;
      default:
        out.set(this.#doubles.subarray(start + from, start + to), at);
    }
  }
}

// One function a type of array: a loop that meets several is several times slower.

function unpackBytes(
  from: Uint8Array,
  first: number,
  end: number,
  base: number,
  divisor: number,
  out: Float64Array,
  at: number,
): void {
  // prettier-ignore
  if (divisor === 1) for (let i = first; i < end; i++) out[at++] = base + from[i]!;
  else for (let i = first; i < end; i++) out[at++] = (base + from[i]!) / divisor;
}

function unpackHalves(
  from: Uint16Array,
  first: number,
  end: number,
  base: number,
  divisor: number,
  out: Float64Array,
  at: number,
): void {
  // prettier-ignore
  if (divisor === 1) for (let i = first; i < end; i++) out[at++] = base + from[i]!;
  else for (let i = first; i < end; i++) out[at++] = (base + from[i]!) / divisor;
}

function unpackWords(
  from: Uint32Array,
  first: number,
  end: number,
  base: number,
  divisor: number,
  out: Float64Array,
  at: number,
): void {
  // prettier-ignore
  if (divisor === 1) for (let i = first; i < end; i++) out[at++] = base + from[i]!;
  else for (let i = first; i < end; i++) out[at++] = (base + from[i]!) / divisor;
}

function formOf({ values, count }: Column): Form {
  for (const divisor of DIVISORS) {
    const bounds = wholeBounds(values, count, divisor);
    if (bounds === undefined) continue;
    const [least, greatest] = bounds;
    const range = greatest - least;
    if (range > 0xffffffff) break;
    const width = range === 0 ? 0 : range <= 0xff ? 1 : range <= 0xffff ? 2 : 4;
    return { width, base: least, divisor };
  }
  return { width: 8, base: 0, divisor: 1 };
}

/** The least and greatest of the values times `divisor`, if all of them are whole and come back exactly. */
function wholeBounds(values: Float64Array, count: number, divisor: number): readonly [number, number] | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const whole = Math.round(value * divisor);
    // NaN is not equal to itself; -0 would come back as 0.
    if (whole / divisor !== value || (whole === 0 && Object.is(value, -0))) return undefined;
    if (whole < least) least = whole;
    if (whole > greatest) greatest = whole;
  }
  return least >= -EXACT && greatest <= EXACT ? [least, greatest] : undefined;
}
