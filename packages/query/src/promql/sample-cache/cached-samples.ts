import type { FingerprintTable } from '@bongsu/model';
import { staleMask, type SampleColumns } from '../exec/sample-columns.js';
import { BLOCK_MS, type SampleBlock } from './sample-block.js';
import type { TimeList } from './time-list.js';

/** Values of many series are written into one buffer of this length: fewer objects. */
const SLAB = 32_768;

interface KnownTimes {
  readonly lists: readonly TimeList[];
  readonly froms: readonly number[];
  readonly tos: readonly number[];
  readonly times: Float64Array;
}

/** The samples of one metric in `(after, until]` as they are held when this is read. */
export class CachedSamples {
  readonly #known = new Map<number, KnownTimes[]>();
  #slab = new Float64Array(0);
  #slabUsed = 0;
  // Of the series at hand, by block that has samples of it.
  readonly #blocks: SampleBlock[] = [];
  readonly #lists: TimeList[] = [];
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];

  constructor(
    private readonly index: FingerprintTable,
    private readonly held: readonly { readonly start: number; readonly block: SampleBlock }[],
    /** Exclusive. */
    private readonly after: number,
    /** Inclusive. */
    private readonly until: number,
  ) {}

  /** The samples of a series; undefined where it has none. Series with the same times share the array of them. */
  columns(fingerprint: bigint): SampleColumns | undefined {
    const lo = Number(fingerprint & 0xffffffffn);
    const series = this.index.find({ lo, hi: Number(fingerprint >> 32n) });
    if (series < 0) return undefined;
    const count = this.#find(series);
    if (count === 0) return undefined;
    const times = this.#times(count);
    const values = this.#take(count);
    let at = 0;
    let mayHaveNaN = false;
    this.#blocks.forEach((block, i) => {
      const from = this.#froms[i]!;
      const to = this.#tos[i]!;
      block.read(series, from, to, values, at);
      mayHaveNaN ||= block.mayHaveNaN(series);
      at += to - from;
    });
    const stale = mayHaveNaN ? staleMask(values) : undefined;
    return stale === undefined ? { times, values } : { times, values, stale };
  }

  /** Notes which samples of which blocks are wanted; returns how many. */
  #find(series: number): number {
    this.#blocks.length = this.#lists.length = this.#froms.length = this.#tos.length = 0;
    let total = 0;
    for (const { start, block } of this.held) {
      const list = block.timesOf(series);
      if (list === undefined) continue;
      const count = block.countOf(series);
      const from = start > this.after ? 0 : list.countBefore(this.after - start + 1, count);
      const to = start + BLOCK_MS <= this.until ? count : list.countBefore(this.until - start + 1, count);
      if (from >= to) continue;
      this.#blocks.push(block);
      this.#lists.push(list);
      this.#froms.push(from);
      this.#tos.push(to);
      total += to - from;
    }
    return total;
  }

  #times(count: number): Float64Array {
    let hash = count;
    for (let i = 0; i < this.#lists.length; i++) {
      hash = (Math.imul(hash, 31) + this.#lists[i]!.id) | 0;
      hash = (Math.imul(hash, 31) + this.#tos[i]!) | 0;
    }
    const candidates = this.#known.get(hash);
    const known = candidates?.find((one) => this.#areTimes(one));
    if (known !== undefined) return known.times;
    const times = new Float64Array(count);
    let at = 0;
    let block = 0;
    for (const { start, block: own } of this.held) {
      if (own !== this.#blocks[block]) continue;
      const { offsets } = this.#lists[block]!;
      for (let i = this.#froms[block]!; i < this.#tos[block]!; i++) times[at++] = start + offsets[i]!;
      block++;
    }
    const made = { lists: [...this.#lists], froms: [...this.#froms], tos: [...this.#tos], times };
    if (candidates) candidates.push(made);
    else this.#known.set(hash, [made]);
    return times;
  }

  #areTimes({ lists, froms, tos }: KnownTimes): boolean {
    if (lists.length !== this.#lists.length) return false;
    for (let i = 0; i < lists.length; i++) {
      if (lists[i] !== this.#lists[i] || froms[i] !== this.#froms[i] || tos[i] !== this.#tos[i]) return false;
    }
    return true;
  }

  #take(count: number): Float64Array {
    if (this.#slabUsed + count > this.#slab.length) {
      this.#slab = new Float64Array(Math.max(SLAB, count));
      this.#slabUsed = 0;
    }
    const from = this.#slabUsed;
    this.#slabUsed += count;
    return this.#slab.subarray(from, from + count);
  }
}
