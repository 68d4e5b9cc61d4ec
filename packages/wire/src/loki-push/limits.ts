import type { Limit } from '@bongsu/model';

/** Bounds on what Loki's push API takes. Loki's own defaults (pkg/validation/limits.go). */
export interface PushLimits {
  readonly lineBytes: Limit;
  /** Labels of a stream; `service_name` is not counted. */
  readonly labels: Limit;
  readonly labelNameBytes: Limit;
  readonly labelValueBytes: Limit;
  /** Names and values of one line's structured metadata together. */
  readonly metadataBytes: Limit;
  readonly metadataEntries: Limit;
  /** Bytes of lines and metadata that one stream may send in a second, on average; undefined for no bound. */
  readonly streamRate?: Limit;
  /** What it may send at once. */
  readonly streamBurst?: Limit;
}

const limit = (name: string, value: number, unit: string): Limit => ({ key: `limits.loki.${name}`, value, unit });

export const DEFAULT_PUSH_LIMITS: PushLimits = {
  lineBytes: limit('lineBytes', 256 * 1024, 'bytes'),
  labels: limit('labels', 15, 'labels'),
  labelNameBytes: limit('labelNameBytes', 1024, 'bytes'),
  labelValueBytes: limit('labelValueBytes', 2048, 'bytes'),
  metadataBytes: limit('metadataBytes', 64 * 1024, 'bytes'),
  metadataEntries: limit('metadataEntries', 128, 'entries'),
};
