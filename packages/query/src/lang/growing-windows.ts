import { nanos, type Nanos } from '@bongsu/model';

/** Which end of a range an answer starts at. */
export type Direction = 'forward' | 'backward';

/** [start, end) */
export interface Window {
  readonly start: Nanos;
  readonly end: Nanos;
}

/** Narrow enough to be cheap where lines are dense. */
const FIRST_NS = 60_000_000_000n;
/** Seven windows cover a week, and what lies just beyond a window costs at most five times its reading. */
const GROWTH = 5n;

/**
 * Splits [start, end) into adjacent windows in the order of `direction`, each five times the one before: the rows
 * asked for are mostly near where an answer starts, and a window that holds enough spares the rest.
 */
export function* growingWindows(start: Nanos, end: Nanos, direction: Direction): Generator<Window> {
  let width = FIRST_NS;
  if (direction === 'forward') {
    for (let from = start; from < end; width *= GROWTH) {
      const to = nanos(from + width < end ? from + width : end);
      yield { start: from, end: to };
      from = to;
    }
  } else {
    for (let to = end; to > start; width *= GROWTH) {
      const from = nanos(to - width > start ? to - width : start);
      yield { start: from, end: to };
      to = from;
    }
  }
}
