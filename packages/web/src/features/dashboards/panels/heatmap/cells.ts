import { asValue, type Frame } from '../../data/frame.js';

/** Counts by time and bucket. */
export interface HeatmapCells {
  /** Unix milliseconds. */
  readonly times: readonly number[];
  /** From low to high. */
  readonly buckets: readonly { readonly label: string; readonly upper: number }[];
  /** By bucket, then by time. */
  readonly counts: readonly (readonly (number | null)[])[];
  readonly max: number;
}

/** Buckets of raw values when the panel makes them itself. */
const BUCKETS = 20;

/**
 * Cells of series that are buckets, named by `le` or by their legend: cumulative ones are taken apart. With `calculate`, or when no series
 * is a bucket, the values themselves are counted.
 */
export function heatmapCells(frames: readonly Frame[], calculate: boolean): HeatmapCells | undefined {
  const columns = frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === 'time');
    const value = frame.fields.find(({ type }) => type === 'number');
    return time && value ? [{ times: time.values as readonly number[], value }] : [];
  });
  const [first] = columns;
  if (!first) return undefined;
  const times = first.times;
  const named = columns.map(({ value }) => ({
    values: value.values.map(asValue),
    upper: bound(value.labels?.['le'] ?? value.displayName ?? ''),
    cumulative: value.labels?.['le'] !== undefined,
    label: value.labels?.['le'] ?? value.displayName ?? '',
  }));
  const buckets = named.filter(({ upper }) => !Number.isNaN(upper)).sort((a, b) => a.upper - b.upper);
  if (calculate || buckets.length < 2)
    return counted(
      times,
      named.map(({ values }) => values),
    );
  const counts = buckets.map(({ values, cumulative }, at) => {
    const under = buckets[at - 1];
    return values.map((value, row) => {
      if (value === null) return null;
      return cumulative && under ? Math.max(0, value - (under.values[row] ?? 0)) : value;
    });
  });
  return { times, buckets: buckets.map(({ label, upper }) => ({ label, upper })), counts, max: greatest(counts) };
}

function bound(text: string): number {
  if (/^\+?inf$/i.test(text.trim())) return Infinity;
  const number = /-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.exec(text.trim());
  return number ? Number(number[0]) : NaN;
}

function counted(times: readonly number[], all: readonly (readonly (number | null)[])[]): HeatmapCells | undefined {
  const present = all.flat().filter((value) => value !== null);
  if (present.length === 0) return undefined;
  const low = present.reduce((a, b) => Math.min(a, b));
  const high = present.reduce((a, b) => Math.max(a, b));
  const size = (high - low) / BUCKETS || 1;
  const counts = Array.from({ length: BUCKETS }, () => times.map((): number | null => 0));
  for (const values of all) {
    for (const [row, value] of values.entries()) {
      if (value === null) continue;
      const bucket = counts[Math.min(BUCKETS - 1, Math.floor((value - low) / size))];
      if (bucket) bucket[row] = (bucket[row] ?? 0) + 1;
    }
  }
  const buckets = counts.map((_bucket, at) => ({ label: '', upper: low + (at + 1) * size }));
  return { times, buckets, counts, max: greatest(counts) };
}

function greatest(counts: readonly (readonly (number | null)[])[]): number {
  return counts.reduce((max, row) => row.reduce<number>((most, value) => Math.max(most, value ?? 0), max), 0);
}
