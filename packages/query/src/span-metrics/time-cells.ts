import type { Millis } from '@bongsu/model';
import { call, col, infix, lit, param, type Expr } from '../sql/index.js';

/** Into which of the cells `(since, times[0]], (times[0], times[1]], ...` a span falls. */
export interface TimeCells {
  /** Groups the spans of the engine; equal for those of one cell. */
  readonly key: Expr;
  /** The index of the cell that a key stands for. */
  place(key: string): number;
}

const NS_PER_MS = 1_000_000n;

/** A list of that many times keeps a statement far below the engine's 256 KiB. */
const MAX_LISTED = 8000;

/** `times` rise and lie after `since`; a span's time is its start. */
export function timeCells(since: Millis, times: Float64Array): TimeCells {
  if (times.length === 1) return { key: lit(0), place: () => 0 };
  const width = commonWidth(since, times);
  const cells = (times.at(-1)! - since) / width;
  const irregular = cells > 4 * times.length + 16;
  return irregular && times.length <= MAX_LISTED ? listedCells(times) : evenCells(since, times, width);
}

/** Cells of equal width, of which each of the wanted ones is a whole number. */
function evenCells(since: Millis, times: Float64Array, width: number): TimeCells {
  const first = BigInt(since) * NS_PER_MS;
  const widthNs = BigInt(width) * NS_PER_MS;
  // A start at the very end of a cell belongs to it.
  const key = call(
    'intDiv',
    infix(call('toUnixTimestamp64Nano', col('start')), '-', param('Int64', first + 1n)),
    param('Int64', widthNs),
  );
  return { key, place: (text) => firstAtOrAfter(times, since + (Number(text) + 1) * width) };
}

/** The engine looks for each start in the list: the greatest of the negated times that is not above it, negated. */
function listedCells(times: Float64Array): TimeCells {
  const negated = Array.from(times, (time) => -BigInt(time) * NS_PER_MS).reverse();
  const start = call('negate', call('toUnixTimestamp64Nano', col('start')));
  const key = call('intDiv', call('roundDown', start, param('Array(Int64)', negated)), lit(-Number(NS_PER_MS)));
  return { key, place: (text) => firstAtOrAfter(times, Number(text)) };
}

function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The greatest width that divides every distance between `since` and the times. */
function commonWidth(since: number, times: Float64Array): number {
  let width = 0;
  let before = since;
  for (const time of times) {
    let [a, b] = [width, time - before];
    while (b > 0) [a, b] = [b, a % b];
    width = a;
    before = time;
  }
  return Math.max(width, 1);
}
