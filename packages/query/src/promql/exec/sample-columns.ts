import { nativeColumns } from '../../lang/index.js';
import { compareSampleBits, STALE_HI, STALE_LO } from './sample-order.js';

/** Samples of one series in time order, no two at one time, as `RawSeries` has them. */
export interface SampleColumns {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly stale?: Uint8Array;
  readonly starts?: Float64Array;
}

/** Columns of the answer to `samplesSelect`. */
interface Rows {
  /** Low and high half of each fingerprint. */
  readonly fingerprints: Uint32Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly starts: Float64Array | undefined;
}

/** Rows one after the other that are of one series and rise in time. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * Samples by series. Rows may come in any order and are cheapest as parts hold them, sorted by series and time. Of
 * several samples at one time the greatest stays, NaN being greater than any number; a stale marker gives way to each.
 */
export function sampleColumns(
  bytes: Uint8Array,
  withStart: boolean,
): { readonly rows: number; readonly series: ReadonlyMap<bigint, SampleColumns> } {
  const { rows, columns } = nativeColumns(bytes, withStart ? 4 : 3);
  const [fingerprints, times, values, starts] = columns;
  const all: Rows = {
    fingerprints: new Uint32Array(fingerprints!),
    times: toMillis(times!),
    values: new Float64Array(values!),
    starts: starts && toMillis(starts),
  };
  const series = new Map<bigint, SampleColumns>();
  for (const [fingerprint, runs] of runsOf(all)) series.set(fingerprint, joined(all, runs));
  return { rows, series };
}

/** Signed 64-bit integers of milliseconds become floats in their place. */
function toMillis(column: ArrayBuffer): Float64Array {
  const words = new Uint32Array(column);
  const floats = new Float64Array(column);
  for (let i = 0; i < floats.length; i++) floats[i] = (words[2 * i + 1]! | 0) * 0x1_0000_0000 + words[2 * i]!;
  return floats;
}

function runsOf({ fingerprints, times }: Rows): ReadonlyMap<bigint, Run[]> {
  const runs = new Map<bigint, Run[]>();
  let from = 0;
  while (from < times.length) {
    const lo = fingerprints[2 * from]!;
    const hi = fingerprints[2 * from + 1]!;
    let to = from + 1;
    while (
      to < times.length &&
      fingerprints[2 * to] === lo &&
      fingerprints[2 * to + 1] === hi &&
      times[to]! > times[to - 1]!
    ) {
      to++;
    }
    const fingerprint = (BigInt(hi) << 32n) | BigInt(lo);
    const own = runs.get(fingerprint);
    if (own) own.push({ from, to });
    else runs.set(fingerprint, [{ from, to }]);
    from = to;
  }
  return runs;
}

function joined(all: Rows, runs: Run[]): SampleColumns {
  if (runs.length === 1) {
    const [{ from, to }] = runs as [Run];
    return described(all.times.subarray(from, to), all.values.subarray(from, to), all.starts?.subarray(from, to));
  }
  runs.sort((a, b) => all.times[a.from]! - all.times[b.from]!);
  const count = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  const starts = all.starts && new Float64Array(count);
  let at = 0;
  let rises = true;
  for (const { from, to } of runs) {
    rises &&= at === 0 || all.times[from]! > times[at - 1]!;
    times.set(all.times.subarray(from, to), at);
    values.set(all.values.subarray(from, to), at);
    starts?.set(all.starts!.subarray(from, to), at);
    at += to - from;
  }
  return rises ? described(times, values, starts) : sorted(times, values, starts);
}

/** What was written late lies in a part of its own and overlaps others. */
function sorted(times: Float64Array, values: Float64Array, starts: Float64Array | undefined): SampleColumns {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const order = Uint32Array.from(times, (_, i) => i).sort(
    (a, b) =>
      times[a]! - times[b]! || compareSampleBits(words[2 * a]!, words[2 * a + 1]!, words[2 * b]!, words[2 * b + 1]!),
  );
  const kept = order.filter((row, i) => i + 1 === order.length || times[order[i + 1]!] !== times[row]);
  // By their bits: reading a marker as a number and writing it may lose what tells it from another NaN.
  const bits = new BigUint64Array(values.buffer, values.byteOffset, values.length);
  const keptBits = new BigUint64Array(kept.length);
  kept.forEach((row, i) => (keptBits[i] = bits[row]!));
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row]!);
  return described(pick(times), new Float64Array(keptBits.buffer), starts && pick(starts));
}

/** 1 where a value is a stale marker; undefined where none is. */
export function staleMask(values: Float64Array): Uint8Array | undefined {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  let stale: Uint8Array | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // Only a NaN can be a marker, and only it differs from itself.
    if (value === value || words[2 * i + 1] !== STALE_HI || words[2 * i] !== STALE_LO) continue;
    stale ??= new Uint8Array(values.length);
    stale[i] = 1;
  }
  return stale;
}

function described(times: Float64Array, values: Float64Array, starts: Float64Array | undefined): SampleColumns {
  const stale = staleMask(values);
  const columns = stale === undefined ? { times, values } : { times, values, stale };
  return starts?.some((start) => start !== 0) ? { ...columns, starts } : columns;
}
