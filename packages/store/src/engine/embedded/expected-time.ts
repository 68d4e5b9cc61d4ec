import type { Statement } from '@bongsu/query/sql';

/** Shapes remembered; a program has some hundred. */
const SHAPES = 2000;
/** Longer texts, lists written out by a person, hardly come again. */
const LONGEST_TEXT = 20_000;
/** Of a run that took longer than expected so much counts: statements take longer while others run beside them. */
const SLOWER_COUNTS = 1 / 4;

/**
 * How long statements of the same shape took before. A shape is a statement's text without its values, and the order
 * of magnitude of the time it covers: the same question about an hour and about a week are two.
 */
export class ExpectedTime {
  readonly #ms = new Map<string, number>();

  /** Milliseconds; undefined for a shape that was not seen yet. */
  of(shape: string): number | undefined {
    return this.#ms.get(shape);
  }

  /** Learns from a run of `ms`. Of one that was cut off (`atLeast`) it is only known that it takes no less. */
  observe(shape: string, ms: number, atLeast = false): void {
    if (shape.length > LONGEST_TEXT) return;
    const before = this.#ms.get(shape);
    if (atLeast && before !== undefined && before >= ms) return;
    // What was seen last is kept longest.
    this.#ms.delete(shape);
    this.#ms.set(shape, before === undefined || ms < before ? ms : before + (ms - before) * SLOWER_COUNTS);
    if (this.#ms.size > SHAPES) this.#ms.delete(this.#ms.keys().next().value!);
  }
}

/**
 * The shape of a statement. The time it covers lies between its parameters, of times or type Int64, that are of the magnitude of
 * the largest; steps and lengths of time are smaller by far.
 */
export function shapeOf({ sql, params }: Statement): string {
  const numbers = params
    .filter(({ type }) => type === 'Int64' || type.startsWith('DateTime64'))
    .map(({ value }) => Number(value));
  const newest = Math.max(...numbers);
  const oldest = Math.min(...numbers.filter((n) => n > newest / 2));
  return newest > oldest ? `${Math.ceil(Math.log2(newest - oldest))} ${sql}` : sql;
}
