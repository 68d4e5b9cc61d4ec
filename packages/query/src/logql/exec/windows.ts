import { nanos, type Nanos } from '@bongsu/model';
import type { Direction } from '../compile/log-page.js';

export interface Window {
  readonly start: Nanos;
  readonly end: Nanos;
}

/** Narrow enough to be cheap where lines are dense. */
const FIRST_NS = 60_000_000_000n;
/** Seven windows cover a week, and lines just beyond a window cost at most five times its reading. */
const GROWTH = 5n;

/**
 * Splits [start, end) into adjacent windows in the order of `direction`, each five times the one before: the lines
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
