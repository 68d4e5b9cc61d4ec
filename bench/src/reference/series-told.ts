import type { Row } from './reference.js';
import { labelsText, type Told } from './told.js';

/** A point of a series. */
export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly value: number;
}

/** What points say; throws where a series has two at one time. */
export function tellPoints(points: Iterable<Point>): Told {
  const told = new Map<string, number>();
  for (const { labels, time, value } of points) {
    const place = `${labelsText(labels)} at ${time}`;
    if (told.has(place)) throw new Error(`${place}: two points`);
    told.set(place, value);
  }
  return told;
}

/** Points of rows `[seconds, label, ..., value]` with labels of these names. */
export const pointsOfRows =
  (...names: readonly string[]) =>
  ([rows = []]: readonly (readonly Row[])[]): Told =>
    tellPoints(
      rows.map((row) => ({
        labels: Object.fromEntries(names.map((name, i) => [name, String(row[i + 1])])),
        time: Number(row[0]),
        value: Number(row[names.length + 1]),
      })),
    );

/** Points of rows `[seconds, value, ...]` with a column for each of these values of the label; a 0 is no point. */
export const pointsOfColumns =
  (label: string, ...values: readonly string[]) =>
  ([rows = []]: readonly (readonly Row[])[]): Told =>
    tellPoints(
      rows
        .flatMap((row) =>
          values.map((value, i) => ({ labels: { [label]: value }, time: Number(row[0]), value: Number(row[i + 1]) })),
        )
        .filter(({ value }) => value !== 0),
    );
