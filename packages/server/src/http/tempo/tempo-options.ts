import type { Clock } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';

/** What Tempo's API is made of, over HTTP and gRPC. */
export interface TempoOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Spans of one trace that are sent. */
  readonly maxSpans: number;
}
