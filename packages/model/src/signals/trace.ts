import type { TypedAttribute } from '../batch/batch.js';
import type { Nanos } from '../time.js';

/** A trace as it is read back, in OTLP's shape. Ids are lower-case hex; an absent id is ''. */
export interface Trace {
  readonly resourceSpans: readonly ResourceSpans[];
}

export interface ResourceSpans {
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly schemaUrl: string;
  readonly scopeSpans: readonly ScopeSpans[];
}

export interface ScopeSpans {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly schemaUrl: string;
  readonly spans: readonly Span[];
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  /** OTLP SpanKind number. */
  readonly kind: number;
  readonly start: Nanos;
  readonly end: Nanos;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly events: readonly SpanEvent[];
  readonly droppedEvents: number;
  readonly links: readonly SpanLink[];
  readonly droppedLinks: number;
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
}

export interface SpanEvent {
  readonly ts: Nanos;
  readonly name: string;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
}
