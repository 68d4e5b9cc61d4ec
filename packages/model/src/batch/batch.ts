import type { Fingerprint } from '../fingerprint.js';
import type { Labels } from '../labels.js';
import type { Tenant } from '../tenant.js';
import type { EpochDay, Millis } from '../time.js';
import type { SpanPlaces } from './span-places.js';

/** Rows in RowBinary, columns in the order of the signal's {@link RowLayout}. The receiver owns `bytes`. */
export interface Rows {
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** An attribute with its OTLP type letter (see `LOG_ROW`). */
export interface TypedAttribute {
  readonly key: string;
  readonly value: string;
  readonly type: string;
}

/**
 * What many rows share and a side table holds once a day. `storedDay` is set by the store after the row is
 * durable; a decoder leaves a definition out of a batch when `storedDay` is the day of the rows that use it.
 */
export interface SideRow {
  readonly fingerprint: Fingerprint;
  storedDay: EpochDay | undefined;
}

/** One resource with one instrumentation scope. */
export interface ResourceDef extends SideRow {
  readonly service: string;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly schemaUrl: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeAttributes: readonly TypedAttribute[];
  readonly scopeDroppedAttributes: number;
  readonly scopeSchemaUrl: string;
}

/** A log stream: its labels as Loki shows them. */
export interface StreamDef extends SideRow {
  readonly service: string;
  readonly labels: Labels;
}

export type MetricType =
  'unknown' | 'counter' | 'gauge' | 'histogram' | 'gaugehistogram' | 'summary' | 'info' | 'stateset';

export interface SeriesDef extends SideRow {
  /** The value of `__name__`; `labels` does not repeat it. */
  readonly metric: string;
  readonly labels: Labels;
  /** Of the metric family: `_bucket`, `_sum` and `_count` series say `histogram`. */
  readonly type: MetricType;
  readonly unit: string;
  readonly help: string;
}

/** A definition and the days of the rows in this batch that use it. */
export interface DefUse<D extends SideRow> {
  readonly def: D;
  readonly days: ReadonlySet<EpochDay>;
}

/** One increment of a delta sum; the store turns it into a cumulative sample. */
export interface DeltaPoint {
  readonly series: SeriesDef;
  readonly ts: Millis;
  readonly start: Millis;
  readonly value: number;
}

export interface LogBatch {
  readonly signal: 'logs';
  readonly tenant: Tenant;
  readonly logs: Rows;
  readonly streams: readonly DefUse<StreamDef>[];
  readonly resources: readonly DefUse<ResourceDef>[];
}

export interface SpanBatch {
  readonly signal: 'traces';
  readonly tenant: Tenant;
  readonly spans: Rows;
  /** Of the same spans. */
  readonly places: SpanPlaces;
  readonly resources: readonly DefUse<ResourceDef>[];
}

export interface MetricBatch {
  readonly signal: 'metrics';
  readonly tenant: Tenant;
  readonly samples: Rows;
  readonly histograms: Rows;
  readonly exemplars: Rows;
  readonly deltas: readonly DeltaPoint[];
  readonly series: readonly DefUse<SeriesDef>[];
}

export type Batch = LogBatch | SpanBatch | MetricBatch;

/** Records of a request that were refused, by name, while their good neighbours are stored. */
export interface Rejection {
  readonly count: number;
  readonly reason: string;
}

/** The good part of a request and what was refused of it. */
export interface Decoded<B extends Batch> {
  readonly batch: B;
  readonly rejected: readonly Rejection[];
}

/** Times outside [oldest, newest] are refused by name. */
export interface AcceptWindow {
  readonly oldest: Millis;
  readonly newest: Millis;
}
