import type { TraceSpan } from './trace-span.js';
import type { Value } from './value.js';

/** Spans of one trace that belong together, in the trace's order. Never empty. */
export interface Spanset {
  readonly spans: readonly TraceSpan[];
  /** What `by` and aggregates found out, under the text of their expression. */
  readonly attributes: readonly SpansetAttribute[];
  /** Every span of a trace that a `!{...}` lets pass: makes way for the spans of any other condition. */
  readonly implicit: boolean;
}

export interface SpansetAttribute {
  readonly key: string;
  readonly value: Value;
}
