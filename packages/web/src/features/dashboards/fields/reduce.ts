import { asValue } from '../data/frame.js';

/** How a column becomes one value: Grafana's ids, https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/calculation-types/. */
const reducers: Readonly<Record<string, (present: readonly number[], all: readonly unknown[]) => number | null>> = {
  last: (_present, all) => asValue(all.at(-1)),
  lastNotNull: (present) => present.at(-1) ?? null,
  first: (_present, all) => asValue(all[0]),
  firstNotNull: (present) => present[0] ?? null,
  min: (present) => extreme(present, Math.min),
  max: (present) => extreme(present, Math.max),
  mean: (present) => (present.length === 0 ? null : sum(present) / present.length),
  median: (present) => quantile(present, 0.5),
  sum: (present) => (present.length === 0 ? null : sum(present)),
  count: (_present, all) => all.length,
  range: (present) =>
    present.length === 0 ? null : (extreme(present, Math.max) ?? 0) - (extreme(present, Math.min) ?? 0),
  diff: (present) => (present.length === 0 ? null : (present.at(-1) ?? 0) - (present[0] ?? 0)),
  diffperc: (present) => {
    const first = present[0];
    return first === undefined || first === 0 ? null : ((present.at(-1) ?? 0) - first) / first;
  },
  // Growth of a counter: a fall is a reset, and what follows it counts whole.
  delta: (present) =>
    present.reduce((total, value, at) => total + (at === 0 ? 0 : grown(present[at - 1] ?? 0, value)), 0),
  step: (present) =>
    present.reduce(
      (least, value, at) => (at === 0 ? least : Math.min(least, value - (present[at - 1] ?? 0))),
      Infinity,
    ),
  stdDev: (present) => Math.sqrt(variance(present)),
  variance: (present) => variance(present),
  distinctCount: (_present, all) => new Set(all).size,
  changeCount: (_present, all) =>
    all.reduce<number>((n, value, at) => (at > 0 && value !== all[at - 1] ? n + 1 : n), 0),
  allIsZero: (present) => Number(present.every((value) => value === 0)),
  allIsNull: (present) => Number(present.length === 0),
};

/** @returns null where there is nothing to reduce; an unknown id is read as the last value that is not null. */
export function reduceValues(values: readonly unknown[], id: string): number | null {
  const present: number[] = [];
  for (const item of values) {
    const value = asValue(item);
    if (value !== null) present.push(value);
  }
  const percentile = /^p(\d{1,2})$/.exec(id)?.[1];
  if (percentile !== undefined) return quantile(present, Number(percentile) / 100);
  const known = Object.hasOwn(reducers, id) ? reducers[id] : undefined;
  return (known ?? reducers['lastNotNull']!)(present, values);
}

/** What a table's heading calls the value. */
export function reducerName(id: string): string {
  const names: Readonly<Record<string, string>> = {
    lastNotNull: 'Last *',
    last: 'Last',
    firstNotNull: 'First *',
    first: 'First',
    mean: 'Mean',
    min: 'Min',
    max: 'Max',
    sum: 'Total',
    count: 'Count',
    range: 'Range',
    delta: 'Delta',
    diff: 'Difference',
    stdDev: 'StdDev',
  };
  return names[id] ?? id;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function extreme(values: readonly number[], pick: (a: number, b: number) => number): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => pick(a, b));
}

function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const order = values.toSorted((a, b) => a - b);
  const at = q * (order.length - 1);
  const low = order[Math.floor(at)] ?? 0;
  return low + ((order[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}

function variance(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / values.length;
}

function grown(before: number, after: number): number {
  return after >= before ? after - before : after;
}
