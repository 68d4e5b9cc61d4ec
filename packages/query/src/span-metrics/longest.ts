import { millis, type Labels, type Millis } from '@bongsu/model';
import { call, col, type Expr } from '../sql/index.js';

/** The longest span or call of a series, a cell of time and a bucket. */
export interface Longest {
  /** Of the series, without `__name__` and `le`. */
  readonly labels: Labels;
  /** Index of the bucket. */
  readonly bucket: number;
  /** Nanoseconds. */
  readonly duration: number;
  /** Lower-case hex. */
  readonly traceId: string;
  readonly spanId: string;
  /** When it began. */
  readonly time: Millis;
}

/** What is shown of the longest span, a span of the source `of` where there are several. */
export function shownSpan(of?: string): Expr {
  const hex = (column: string): Expr => call('lower', call('hex', col(column, of)));
  return call('tuple', hex('trace_id'), hex('span_id'), call('toUnixTimestamp64Milli', col('start', of)));
}

/** Reads a row: a cell of time, `count` labels, the bucket, the longest duration, what is shown of it. */
export function longestOf(
  row: readonly unknown[],
  label: (index: number) => readonly [name: string, value: string],
  count: number,
): Longest {
  const [traceId, spanId, start] = row.at(-1) as [string, string, string];
  return {
    labels: Object.fromEntries(Array.from({ length: count }, (_, i) => label(i))),
    bucket: Number(row[count + 1]),
    duration: Number(row.at(-2)),
    traceId,
    spanId,
    time: millis(Number(start)),
  };
}
