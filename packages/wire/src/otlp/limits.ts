import { type Limit } from '@bongsu/model';

/** Bounds on one record of a request. A record over one of them is refused by name; its neighbours are stored. */
export interface OtlpLimits {
  /** Attributes of one log record, span, event, link, resource or scope. */
  readonly attributesPerRecord: Limit;
  /** Arrays and key-value lists inside each other in one attribute or body. */
  readonly attributeDepth: Limit;
  /** Encoded size of one log body. */
  readonly bodyBytes: Limit;
}

export const DEFAULT_OTLP_LIMITS: OtlpLimits = {
  // OTel SDKs stop at 128 by default; collectors and wide events go above it.
  attributesPerRecord: { key: 'limits.otlp.attributesPerRecord', value: 1_000, unit: 'attributes' },
  // Deeper than any real sender goes, shallow enough for the stack.
  attributeDepth: { key: 'limits.otlp.attributeDepth', value: 64, unit: 'levels of nesting' },
  // Loki refuses lines above 256 KiB by default; stack traces with payloads pass that.
  bodyBytes: { key: 'limits.otlp.bodyBytes', value: 1024 * 1024, unit: 'bytes of log body' },
};
