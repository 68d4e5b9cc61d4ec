import type { Labels, MetricType } from '@bongsu/model';

/** A sample that names a trace. Labels as exposed, `trace_id` and `span_id` among them. */
export interface ExposedExemplar {
  readonly labels: Labels;
  readonly value: number;
  /** Milliseconds since the epoch; absent when the target gave no time. */
  readonly timestampMs?: number;
}

/** A native histogram as a target exposes it; counts are absolute, one per bucket of the spans in order. */
export interface ExposedHistogram {
  readonly count: number;
  readonly sum: number;
  /** -4 to 8, or -53 for custom buckets. */
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positiveSpans: readonly HistogramSpan[];
  readonly positiveCounts: readonly number[];
  readonly negativeSpans: readonly HistogramSpan[];
  readonly negativeCounts: readonly number[];
  readonly customValues: readonly number[];
  readonly isGauge: boolean;
  readonly isFloat: boolean;
}

export interface HistogramSpan {
  readonly offset: number;
  readonly length: number;
}

/**
 * Told of an exposition line by line, in its order. `series` is the text of name and labels as exposed: a target
 * exposes the same text scrape after scrape, so it is a cache key, and `parseSeries` reads it on the first time only.
 */
export interface ExpositionHandler {
  /** `# TYPE`, `# HELP` or `# UNIT` of a metric family; what the line does not say is undefined. */
  metadata(family: string, entry: { readonly type?: MetricType; readonly help?: string; readonly unit?: string }): void;
  /** `timestampMs` is undefined when the target gave no time; `exemplar` likewise. */
  sample(series: string, value: number, timestampMs: number | undefined, exemplar: ExposedExemplar | undefined): void;
  /** `createdMs` is the start of the cumulative run, where the format carries it. */
  histogram?(
    series: string,
    histogram: ExposedHistogram,
    timestampMs: number | undefined,
    exemplars: readonly ExposedExemplar[],
    createdMs: number | undefined,
  ): void;
  /** The start of the cumulative run of a family's series: OpenMetrics' `_created` and the protobuf field. */
  created?(series: string, createdMs: number): void;
}

/** Where and why an exposition cannot be read; the scrape fails as a whole, as Prometheus' does. */
export interface ExpositionError {
  /** From 1; 0 for a format without lines. */
  readonly line: number;
  readonly message: string;
}
