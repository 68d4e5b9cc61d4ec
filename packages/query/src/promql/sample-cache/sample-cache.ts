import { FingerprintTable, millis, type Clock, type Millis, type Tenant } from '@bongsu/model';
import { nativeColumns, type NativeColumns } from '../../lang/index.js';
import { BlockNumbers } from './block-numbers.js';
import { CachedSamples } from './cached-samples.js';
import { BLOCK_MS, SampleBlock } from './sample-block.js';
import { readWrittenRows } from './written-rows.js';

export interface SampleCacheOptions {
  /** Bytes held at most, about. Key `prometheus.sampleCache`. */
  readonly maxBytes: number;
  readonly clock: Clock;
}

/** All samples of a metric in a time. */
export interface MetricRange {
  readonly tenant: Tenant;
  readonly metric: string;
  /** Exclusive. */
  readonly after: Millis;
  /** Inclusive. */
  readonly until: Millis;
}

/** How a query reads what is not held. */
export interface SampleLoader {
  /** Whether so many milliseconds of the metric are worth reading whole; if so, into how many statements they part. */
  statements(milliseconds: number): Promise<number>;
  /** Rows of one `load` at most; an answer of so many is not taken in. */
  readonly limit: number;
  /** Fingerprints, times and values of the range in the Native format, in any order. */
  load(range: MetricRange): Promise<Uint8Array>;
}

/** Metrics known at once: one takes some hundred bytes. */
const MAX_METRICS = 100_000;
/** Blocks one query looks at; a longer one reads the engine. */
const MAX_BLOCKS = 2_000;
/** A block that was not written to for so long is packed when its metric begins the next one. */
const QUIET_MS = 30_000;
/** Below this the series that are gone are not worth forgetting. */
const MANY_SERIES = 10_000;
/** How many times the series of any one block a metric may remember. */
const MOSTLY_GONE = 4;
/** Times a load may be made worthless by a change of what is stored before a query reads the engine instead. */
const ATTEMPTS = 3;

class CachedMetric {
  /** Series have one index in all blocks of the metric. */
  index = new FingerprintTable();
  readonly blocks = new Map<number, HeldBlock>();
  readonly loads = new Map<number, Load>();
  /** Blocks that were ever written to, or may have been. */
  readonly everWritten = new BlockNumbers();
  /** Number of the latest of them. */
  newest = -Infinity;

  wrote(number: number): void {
    this.everWritten.add(number);
    this.newest = Math.max(this.newest, number);
  }
}

interface HeldBlock {
  readonly metric: CachedMetric;
  readonly number: number;
  readonly block: SampleBlock;
  /** Monotonic time. */
  writtenAt: number;
}

/** Blocks that are being read. */
interface Load {
  readonly done: Promise<unknown>;
  /** Rows that were stored meanwhile: six numbers each, as {@link RowTaker.sample} takes them. */
  readonly written: number[];
  /** False when something was deleted meanwhile. */
  valid: boolean;
}

const keyOf = (tenant: string, metric: string): string => `${tenant} ${metric}`;
const blockOf = (time: number): number => Math.floor(time / BLOCK_MS);

/**
 * Decoded samples of whole metrics in blocks of time, in front of an engine that nobody else writes to. What is stored
 * is told to it before its sender knows: a block that is held takes the rows in, so that it is never behind. What was
 * never stored before is held from its first sample on, so that new data need not be read at all. The blocks not asked
 * for longest go when there are too many.
 */
export class SampleCache {
  readonly #metrics = new Map<string, CachedMetric>();
  /** Longest unused first. */
  readonly #byUse = new Set<HeldBlock>();
  #bytes = 0;
  /** What is stored later than this came through `written`. */
  #storedUntil = Infinity;

  constructor(private readonly options: SampleCacheOptions) {}

  /** Bytes held, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get maxBytes(): number {
    return this.options.maxBytes;
  }

  /** Tells the time of the newest sample there is, if any, before anything is written. */
  begin(newest: Millis | undefined): void {
    this.#storedUntil = newest ?? -Infinity;
  }

  /** Rows of `SAMPLE_ROW` that are stored; to be called before their sender is told so. */
  written(chunks: readonly Uint8Array[]): void {
    let metric: CachedMetric;
    let number = NaN;
    let held: HeldBlock | undefined;
    let load: Load | undefined;
    let lo = -1;
    let hi = -1;
    let series = -1;
    const now = this.options.clock.monotonic();
    readWrittenRows(chunks, {
      metric: (tenant, name) => {
        metric = this.#metric(tenant, name);
        number = NaN;
        series = -1;
      },
      sample: (ownLo, ownHi, time, value, valueLo, valueHi) => {
        const own = blockOf(time);
        if (own !== number) {
          number = own;
          // The metric may have started over.
          series = -1;
          held = metric.blocks.get(own) ?? this.#beginBlock(metric, own, now);
          if (held) held.writtenAt = now;
          load = held ? undefined : metric.loads.get(own);
        }
        if (held) {
          if (series < 0 || ownLo !== lo || ownHi !== hi) {
            lo = ownLo;
            hi = ownHi;
            series = seriesIndex(metric.index, lo, hi);
          }
          const { block } = held;
          const before = block.bytes;
          block.append(series, time - own * BLOCK_MS, value, valueLo, valueHi);
          this.#bytes += block.bytes - before;
        } else load?.written.push(ownLo, ownHi, time, value, valueLo, valueHi);
      },
    });
    this.#shrink();
  }

  /** Rows of which it is not known whether they are stored. */
  doubted(chunks: readonly Uint8Array[]): void {
    let metric: CachedMetric;
    readWrittenRows(chunks, {
      metric: (tenant, name) => (metric = this.#metric(tenant, name)),
      sample: (_lo, _hi, time) => {
        const number = blockOf(time);
        metric.wrote(number);
        const held = metric.blocks.get(number);
        if (held) this.#drop(held);
        this.#spoil(metric, number);
      },
    });
  }

  /** Forgets everything: something may have been deleted. */
  clear(): void {
    for (const metric of this.#metrics.values()) {
      metric.blocks.clear();
      for (const number of metric.loads.keys()) this.#spoil(metric, number);
    }
    this.#byUse.clear();
    this.#bytes = 0;
  }

  #spoil(metric: CachedMetric, number: number): void {
    const load = metric.loads.get(number);
    if (load === undefined) return;
    load.valid = false;
    metric.loads.delete(number);
  }

  #metric(tenant: string, name: string): CachedMetric {
    const key = keyOf(tenant, name);
    const known = this.#metrics.get(key);
    if (known !== undefined) return known;
    // A metric that is forgotten is no longer known to be new, and neither is any that comes after it.
    if (this.#metrics.size >= MAX_METRICS) this.#storedUntil = Infinity;
    if (this.#metrics.size >= 2 * MAX_METRICS) {
      this.clear();
      this.#metrics.clear();
    }
    const metric = new CachedMetric();
    this.#metrics.set(key, metric);
    return metric;
  }

  /** A block of which nothing was stored before now, unless the number is one that was. */
  #beginBlock(metric: CachedMetric, number: number, now: number): HeldBlock | undefined {
    const isNew = !metric.everWritten.has(number) && number * BLOCK_MS > this.#storedUntil;
    metric.wrote(number);
    if (!isNew || metric.loads.has(number)) return undefined;
    this.#forgetGone(metric);
    for (const { block, writtenAt, number: other } of metric.blocks.values()) {
      if (other < number && !block.isPacked && now - writtenAt > QUIET_MS) this.#pack(block);
    }
    return this.#put(metric, number, new SampleBlock(), now);
  }

  /** Starts the metric over when most of its series are of times that are past. */
  #forgetGone(metric: CachedMetric): void {
    const latest = Math.max(...[...metric.blocks.values()].map(({ block }) => block.series));
    if (metric.index.size <= MANY_SERIES || metric.index.size <= MOSTLY_GONE * latest || metric.loads.size > 0) return;
    for (const held of [...metric.blocks.values()]) this.#drop(held);
    metric.index = new FingerprintTable();
  }

  #put(metric: CachedMetric, number: number, block: SampleBlock, writtenAt: number): HeldBlock {
    const held = { metric, number, block, writtenAt };
    metric.blocks.set(number, held);
    this.#byUse.add(held);
    this.#bytes += block.bytes;
    return held;
  }

  #pack(block: SampleBlock): void {
    const before = block.bytes;
    block.pack();
    this.#bytes += block.bytes - before;
  }

  #drop(held: HeldBlock): void {
    held.metric.blocks.delete(held.number);
    this.#byUse.delete(held);
    this.#bytes -= held.block.bytes;
  }

  #shrink(): void {
    const { maxBytes } = this.options;
    if (this.#bytes <= maxBytes) return;
    for (const { metric, number, block } of this.#byUse) {
      if (this.#bytes <= maxBytes) return;
      if (!block.isPacked && number < metric.newest) this.#pack(block);
    }
    for (const held of this.#byUse) {
      if (this.#bytes <= maxBytes) return;
      this.#drop(held);
    }
  }

  /**
   * The samples of a metric, read by `loader` where they are not held; undefined where that is not worth it, and the
   * engine is to be asked for what is wanted itself. Failures of `loader` are passed on.
   */
  async samples(range: MetricRange, loader: SampleLoader): Promise<CachedSamples | undefined> {
    const first = blockOf(range.after + 1);
    const last = blockOf(range.until);
    if (last - first >= MAX_BLOCKS) return undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const metric = this.#metric(range.tenant, range.metric);
      const missing: number[] = [];
      const loads = new Set<Load>();
      const held: { start: number; block: SampleBlock }[] = [];
      for (let number = first; number <= last; number++) {
        const one = metric.blocks.get(number);
        if (one) {
          held.push({ start: number * BLOCK_MS, block: one.block });
          // Used last.
          this.#byUse.delete(one);
          this.#byUse.add(one);
          continue;
        }
        const load = metric.loads.get(number);
        if (load) loads.add(load);
        else if (metric.everWritten.has(number) || number * BLOCK_MS <= this.#storedUntil) missing.push(number);
      }
      if (missing.length === 0 && loads.size === 0) {
        return new CachedSamples(metric.index, held, range.after, range.until);
      }
      if (missing.length > 0) {
        const statements = await loader.statements(missing.length * BLOCK_MS);
        if (statements === 0) return undefined;
        const runs = runsOf(missing, Math.ceil(missing.length / statements));
        if (!(await this.#load(range, loader, runs))) return undefined;
      }
      // Whoever began a load tells why it failed.
      await Promise.allSettled([...loads].map(({ done }) => done));
    }
    return undefined;
  }

  /** False when there are more samples than one statement may read. */
  async #load(range: MetricRange, loader: SampleLoader, runs: readonly Run[]): Promise<boolean> {
    for (const { from, to } of runs) {
      const metric = this.#metric(range.tenant, range.metric);
      // While this waited another query may have begun to read some of them.
      const isFree = (number: number): boolean => !metric.blocks.has(number) && !metric.loads.has(number);
      if (!blocksFrom(from, to).every(isFree)) continue;
      const after = millis(from * BLOCK_MS - 1);
      const until = millis((to + 1) * BLOCK_MS - 1);
      const reading = loader.load({ ...range, after, until });
      const load: Load = { done: reading, written: [], valid: true };
      for (const number of blocksFrom(from, to)) metric.loads.set(number, load);
      try {
        const answer = nativeColumns(await reading, 3);
        if (answer.rows >= loader.limit) return false;
        if (load.valid) this.#fill(metric, from, to, answer, load);
      } finally {
        for (const number of blocksFrom(from, to)) {
          if (metric.loads.get(number) === load) metric.loads.delete(number);
        }
      }
      this.#shrink();
    }
    return true;
  }

  #fill(metric: CachedMetric, from: number, to: number, { rows, columns }: NativeColumns, { written }: Load): void {
    const blocks = blocksFrom(from, to).map(() => new SampleBlock());
    const append = (lo: number, hi: number, time: number, value: number, valueLo: number, valueHi: number): void => {
      const number = blockOf(time);
      blocks[number - from]!.append(
        seriesIndex(metric.index, lo, hi),
        time - number * BLOCK_MS,
        value,
        valueLo,
        valueHi,
      );
    };
    const fingerprints = new Uint32Array(columns[0]!);
    const times = new Uint32Array(columns[1]!);
    const values = new Float64Array(columns[2]!);
    const bits = new Uint32Array(columns[2]!);
    for (let row = 0; row < rows; row++) {
      const low = 2 * row;
      const time = (times[low + 1]! | 0) * 0x1_0000_0000 + times[low]!;
      append(fingerprints[low]!, fingerprints[low + 1]!, time, values[row]!, bits[low]!, bits[low + 1]!);
    }
    for (let i = 0; i < written.length; i += 6) {
      const [lo, hi, time, value, valueLo, valueHi] = written.slice(i, i + 6) as [number, number, number, number, number, number]; // prettier-ignore
      append(lo, hi, time, value, valueLo, valueHi);
    }
    blocks.forEach((block, i) => {
      block.pack();
      // A part of them that failed before and was loaded again is the same.
      if (!metric.blocks.has(from + i)) this.#put(metric, from + i, block, -Infinity);
    });
  }
}

function seriesIndex(index: FingerprintTable, lo: number, hi: number): number {
  const fingerprint = { lo, hi };
  const known = index.find(fingerprint);
  return known >= 0 ? known : index.add(fingerprint);
}

/** Blocks that are read by one statement, both ends inclusive. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Numbers that follow each other, at most `most` in a run. */
function runsOf(numbers: readonly number[], most: number): readonly Run[] {
  const runs: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last.to === number - 1 && number - last.from < most) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs;
}

const blocksFrom = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
