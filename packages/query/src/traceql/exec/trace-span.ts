import type { Nanos, SpanEvent, SpanLink, TypedAttribute } from '@bongsu/model';
import type { ResourceRow } from '../../lang/index.js';
import type { TraceSummary } from './trace-summary.js';
import type { TraceTree } from './trace-tree.js';

/** A span while a query looks at it. What the query does not need was not read and is empty. Ids are lower-case hex. */
export interface TraceSpan {
  readonly trace: LoadedTrace;
  readonly spanId: string;
  /** '' for a root. */
  readonly parentSpanId: string;
  readonly start: Nanos;
  /** Nanoseconds; negative when clocks disagree. */
  readonly duration: bigint;
  readonly name: string;
  readonly kind: number;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly service: string;
  readonly traceState: string;
  readonly attributes: readonly TypedAttribute[];
  readonly events: readonly Pick<SpanEvent, 'ts' | 'name' | 'attributes'>[];
  readonly links: readonly Pick<SpanLink, 'traceId' | 'spanId' | 'attributes'>[];
  /** Undefined when it is not known, or not needed. */
  readonly resource: ResourceRow | undefined;
  /** Its place in the trace's spans. */
  readonly index: number;
}

/** The spans of a trace that a query looks at, by start, then id, then kind. */
export interface LoadedTrace {
  readonly traceId: string;
  readonly summary: TraceSummary;
  readonly spans: readonly TraceSpan[];
  /** Its spans by parentage; only of a trace that was read whole. */
  readonly tree: TraceTree;
  /** There are more spans than were read. */
  readonly cut: boolean;
}
