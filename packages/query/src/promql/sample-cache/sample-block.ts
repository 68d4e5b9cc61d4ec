import { compareSampleBits, isNaNBits } from '../exec/sample-order.js';
import { PackedValues } from './packed-values.js';
import { TimeList, TimeLists } from './time-list.js';

/** Length of a block, from multiples of it since the epoch on: short, so that little is held unpacked or read twice. */
export const BLOCK_MS = 1_800_000;

/** What a block takes besides its samples: objects and maps. */
const BLOCK_BYTES = 1024;
/** The same of a series in a block that is written to. */
const SERIES_BYTES = 240;
const FIRST_ROOM = 8;

/** A series in a block that is written to: the first `count` of its times and values. */
interface OpenSeries {
  times: TimeList;
  count: number;
  values: Float64Array;
  hasNaN: boolean;
}

interface Packed {
  /** Place of a series in `values` and `times`, plus 1; 0 for none. By the index of the series. */
  readonly places: Uint32Array;
  readonly values: PackedValues;
  readonly times: readonly TimeList[];
}

/**
 * All samples of one metric within {@link BLOCK_MS}, by the index that the metric's series have. It takes samples in any
 * order, keeps one at each time (the greatest, see `compareSampleBits`), and is packed when nothing comes any more.
 */
export class SampleBlock {
  #open: (OpenSeries | undefined)[] = [];
  #packed: Packed | undefined;
  /** The list that was extended last: the next series most likely has the same times. */
  #lastTimes: TimeList | undefined;
  #bytes = BLOCK_BYTES;
  #series = 0;

  /** How many series have samples here. */
  get series(): number {
    return this.#series;
  }

  /** Memory taken, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get isPacked(): boolean {
    return this.#packed !== undefined;
  }

  /** A sample at `offset` ms from the block's start; its value by the halves of its bits. */
  append(series: number, offset: number, value: number, lo: number, hi: number): void {
    if (this.#packed) this.#unpack(this.#packed);
    const own = this.#open[series] ?? this.#begin(series, offset);
    const { count } = own;
    if (count > 0 && own.times.offsets[count - 1]! >= offset) this.#appendLate(own, offset, lo, hi);
    else {
      this.#appendTime(own, offset);
      if (count === own.values.length) this.#grow(own);
      put(own, count, value, lo, hi);
      own.count++;
    }
    this.#lastTimes = own.times;
  }

  #begin(series: number, offset: number): OpenSeries {
    const last = this.#lastTimes;
    const times = last !== undefined && last.count > 0 && last.offsets[0] === offset ? last : this.#newTimes();
    const own = { times, count: 0, values: new Float64Array(FIRST_ROOM), hasNaN: false };
    // No holes: an array with holes becomes a dictionary.
    while (this.#open.length < series) this.#open.push(undefined);
    this.#open[series] = own;
    this.#series++;
    this.#bytes += SERIES_BYTES + 8 * FIRST_ROOM;
    return own;
  }

  #newTimes(): TimeList {
    this.#bytes += 8 * FIRST_ROOM;
    return new TimeList();
  }

  #appendTime(own: OpenSeries, offset: number): void {
    const { times, count } = own;
    if (times.count > count) {
      // Another series with the same times is a sample ahead.
      if (times.offsets[count] === offset) return;
      own.times = times.fork(count);
      this.#bytes += 4 * own.times.offsets.length;
    }
    own.times.push(offset);
  }

  #grow(own: OpenSeries): void {
    const grown = new Float64Array(2 * own.values.length);
    grown.set(own.values);
    this.#bytes += 8 * own.values.length;
    own.values = grown;
  }

  #appendLate(own: OpenSeries, offset: number, lo: number, hi: number): void {
    const { count } = own;
    const at = own.times.countBefore(offset, count);
    const words = new Uint32Array(own.values.buffer);
    if (own.times.offsets[at] === offset) {
      if (compareSampleBits(lo, hi, words[2 * at]!, words[2 * at + 1]!) <= 0) return;
    } else {
      const times = own.times.fork(count);
      times.push(0);
      times.offsets.copyWithin(at + 1, at, count);
      times.offsets[at] = offset;
      own.times = times;
      this.#bytes += 4 * times.offsets.length;
      if (count === own.values.length) this.#grow(own);
      own.values.copyWithin(at + 1, at, count);
      own.count++;
    }
    putBits(own, at, lo, hi);
  }

  /** Puts the samples together in as few bytes as hold them. */
  pack(): void {
    if (this.#packed) return;
    const lists = new TimeLists();
    const columns: OpenSeries[] = [];
    const times: TimeList[] = [];
    const places = new Uint32Array(this.#open.length);
    this.#open.forEach((own, series) => {
      if (own === undefined) return;
      columns.push(own);
      places[series] = times.push(lists.intern(own.times, own.count));
    });
    const values = new PackedValues(columns);
    this.#packed = { places, values, times };
    this.#open = [];
    this.#lastTimes = undefined;
    this.#bytes = BLOCK_BYTES + values.size + lists.bytes + 12 * places.length;
  }

  #unpack({ places, values, times }: Packed): void {
    this.#packed = undefined;
    this.#bytes = BLOCK_BYTES;
    const seen = new Set<TimeList>();
    for (const place of places) {
      const list = place === 0 ? undefined : times[place - 1]!;
      if (list === undefined) {
        this.#open.push(undefined);
        continue;
      }
      const own = new Float64Array(Math.max(FIRST_ROOM, list.count + FIRST_ROOM));
      values.read(place - 1, 0, list.count, own, 0);
      this.#open.push({ times: list, count: list.count, values: own, hasNaN: !values.isFinite(place - 1) });
      this.#bytes += SERIES_BYTES + 8 * own.length + (seen.has(list) ? 0 : 4 * list.count);
      seen.add(list);
    }
  }

  /** The times of a series, of which the first `countOf` are its own; undefined where it has no samples. */
  timesOf(series: number): TimeList | undefined {
    const packed = this.#packed;
    if (packed === undefined) return this.#open[series]?.times;
    const place = series < packed.places.length ? packed.places[series]! : 0;
    return place === 0 ? undefined : packed.times[place - 1];
  }

  countOf(series: number): number {
    return this.#packed ? (this.timesOf(series)?.count ?? 0) : (this.#open[series]?.count ?? 0);
  }

  /** False where every value of the series is a number. */
  mayHaveNaN(series: number): boolean {
    if (this.#packed) return !this.#packed.values.isFinite(this.#packed.places[series]! - 1);
    return this.#open[series]!.hasNaN;
  }

  /** Writes the values `from` to `to` (exclusive) of a series, bit for bit, to `out` from `at` on. */
  read(series: number, from: number, to: number, out: Float64Array, at: number): void {
    if (this.#packed) this.#packed.values.read(this.#packed.places[series]! - 1, from, to, out, at);
    else out.set(this.#open[series]!.values.subarray(from, to), at);
  }
}

function put(own: OpenSeries, at: number, value: number, lo: number, hi: number): void {
  // As a number it could lose the bits that tell one NaN from another.
  if (value === value) own.values[at] = value;
  else putBits(own, at, lo, hi);
}

function putBits(own: OpenSeries, at: number, lo: number, hi: number): void {
  const words = new Uint32Array(own.values.buffer, 8 * at, 2);
  words[0] = lo;
  words[1] = hi;
  own.hasNaN ||= isNaNBits(lo, hi);
}
