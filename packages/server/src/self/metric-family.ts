/** Label values in the order of the family's label names. */
export type Values = readonly string[];

/** A histogram as it is now; `buckets` are cumulative, without +Inf. */
export interface HistogramSnapshot {
  readonly buckets: readonly number[];
  readonly count: number;
  readonly sum: number;
}

interface Head {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** A metric of the server with its series as they are now. `bounds` are inclusive, ascending, without +Inf. */
export type MetricFamily = Head &
  (
    | { readonly type: 'counter' | 'gauge'; readonly series: readonly (readonly [Values, number])[] }
    | {
        readonly type: 'histogram';
        readonly bounds: readonly number[];
        readonly series: readonly (readonly [Values, HistogramSnapshot])[];
      }
  );
