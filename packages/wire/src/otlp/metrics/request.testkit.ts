import { DEFAULT_TENANT, millis, nanos } from '@bongsu/model';
import { ProtobufWriter } from '../../protobuf/writer.js';
import type { DecodeContext } from '../context.js';

/** 2025-10-09 08:53:20 UTC, in milliseconds. */
export const T0 = 1_760_000_000_000;

export const context: DecodeContext = {
  tenant: DEFAULT_TENANT,
  now: nanos(BigInt(T0 + 5_000) * 1_000_000n),
  window: { oldest: millis(T0 - 86_400_000), newest: millis(T0 + 600_000) },
};

export type Value = string | number | bigint | boolean | Uint8Array | null;
export type Attributes = Readonly<Record<string, Value>>;

export interface PointInput {
  readonly attributes?: Attributes;
  /** Milliseconds; T0 when absent. */
  readonly ts?: number;
  readonly start?: number;
  readonly flags?: number;
  readonly exemplars?: readonly ExemplarInput[];
}

export interface ExemplarInput {
  readonly ts?: number;
  readonly double?: number;
  readonly int?: bigint;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: Attributes;
}

export interface NumberInput extends PointInput {
  readonly double?: number;
  readonly int?: bigint;
}

export interface HistogramInput extends PointInput {
  readonly count?: bigint;
  readonly sum?: number;
  readonly bounds?: readonly number[];
  readonly counts?: readonly bigint[];
}

export interface Buckets {
  readonly offset: number;
  readonly counts: readonly bigint[];
}

export interface ExponentialInput extends PointInput {
  readonly count?: bigint;
  readonly sum?: number;
  readonly scale?: number;
  readonly zeroCount?: bigint;
  readonly zeroThreshold?: number;
  readonly positive?: Buckets;
  readonly negative?: Buckets;
}

export interface SummaryInput extends PointInput {
  readonly count?: bigint;
  readonly sum?: number;
  readonly quantiles?: readonly (readonly [quantile: number, value: number])[];
}

export type Temporality = 'unspecified' | 'delta' | 'cumulative';

export interface MetricInput {
  readonly name?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly gauge?: readonly NumberInput[];
  readonly sum?: readonly NumberInput[];
  readonly histogram?: readonly HistogramInput[];
  readonly exponential?: readonly ExponentialInput[];
  readonly summary?: readonly SummaryInput[];
  readonly temporality?: Temporality;
  readonly monotonic?: boolean;
}

export interface ResourceInput {
  readonly resource?: Attributes;
  readonly scope?: { readonly name: string; readonly version?: string; readonly attributes?: Attributes };
  readonly metrics: readonly MetricInput[];
}

const TEMPORALITY: Record<Temporality, number> = { unspecified: 0, delta: 1, cumulative: 2 };

/** An ExportMetricsServiceRequest. Fields that are absent are not written. */
export function request(...resources: readonly ResourceInput[]): Uint8Array {
  const w = new ProtobufWriter();
  for (const { resource, scope, metrics } of resources) {
    message(w, 1, () => {
      if (resource !== undefined) message(w, 1, () => attributesOf(w, 1, resource));
      message(w, 2, () => {
        if (scope !== undefined) {
          message(w, 1, () => {
            w.string(1, scope.name);
            w.string(2, scope.version ?? '');
            attributesOf(w, 3, scope.attributes ?? {});
          });
        }
        for (const metric of metrics) message(w, 2, () => metricOf(w, metric));
      });
    });
  }
  return w.finish();
}

/** A request of one metric from a resource without attributes. */
export const oneMetric = (metric: MetricInput): Uint8Array => request({ metrics: [{ name: 'm', ...metric }] });

function message(w: ProtobufWriter, field: number, write: () => void): void {
  const mark = w.begin(field);
  write();
  w.end(mark);
}

export function attributesOf(w: ProtobufWriter, field: number, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    message(w, field, () => {
      w.string(1, key);
      message(w, 2, () => {
        if (typeof value === 'string') w.string(1, value);
        else if (typeof value === 'boolean') w.bool(2, value);
        else if (typeof value === 'bigint') w.int64(3, value);
        else if (typeof value === 'number') w.double(4, value);
        else if (value !== null) w.bytes(7, value);
      });
    });
  }
}

function metricOf(w: ProtobufWriter, metric: MetricInput): void {
  if (metric.name !== undefined) w.string(1, metric.name);
  if (metric.description !== undefined) w.string(2, metric.description);
  if (metric.unit !== undefined) w.string(3, metric.unit);
  const temporality = (): void => w.uint32(2, TEMPORALITY[metric.temporality ?? 'cumulative']);
  const { gauge, sum, histogram, exponential, summary } = metric;
  if (gauge !== undefined) message(w, 5, () => gauge.forEach((point) => message(w, 1, () => numberOf(w, point))));
  if (sum !== undefined) {
    message(w, 7, () => {
      sum.forEach((point) => message(w, 1, () => numberOf(w, point)));
      temporality();
      w.bool(3, metric.monotonic ?? true);
    });
  }
  if (histogram !== undefined) {
    message(w, 9, () => {
      histogram.forEach((point) => message(w, 1, () => histogramOf(w, point)));
      temporality();
    });
  }
  if (exponential !== undefined) {
    message(w, 10, () => {
      exponential.forEach((point) => message(w, 1, () => exponentialOf(w, point)));
      temporality();
    });
  }
  if (summary !== undefined) message(w, 11, () => summary.forEach((point) => message(w, 1, () => summaryOf(w, point))));
}

/** Exact for whole milliseconds, which a double of nanoseconds is not. */
const ns = (ms: number): bigint => BigInt(Math.floor(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1e6));

function timesOf(w: ProtobufWriter, point: PointInput): void {
  if (point.start !== undefined) w.fixed64(2, ns(point.start));
  w.fixed64(3, ns(point.ts ?? T0));
}

function numberOf(w: ProtobufWriter, point: NumberInput): void {
  timesOf(w, point);
  if (point.double !== undefined) w.double(4, point.double);
  if (point.int !== undefined) w.fixed64(6, point.int);
  exemplarsOf(w, 5, point);
  attributesOf(w, 7, point.attributes ?? {});
  if (point.flags !== undefined) w.uint32(8, point.flags);
}

function histogramOf(w: ProtobufWriter, point: HistogramInput): void {
  timesOf(w, point);
  if (point.count !== undefined) w.fixed64(4, point.count);
  if (point.sum !== undefined) w.double(5, point.sum);
  if (point.counts !== undefined) w.packedFixed64(6, point.counts);
  if (point.bounds !== undefined) w.packedDouble(7, point.bounds);
  exemplarsOf(w, 8, point);
  attributesOf(w, 9, point.attributes ?? {});
  if (point.flags !== undefined) w.uint32(10, point.flags);
}

function exponentialOf(w: ProtobufWriter, point: ExponentialInput): void {
  attributesOf(w, 1, point.attributes ?? {});
  timesOf(w, point);
  if (point.count !== undefined) w.fixed64(4, point.count);
  if (point.sum !== undefined) w.double(5, point.sum);
  if (point.scale !== undefined) w.sint32(6, point.scale);
  if (point.zeroCount !== undefined) w.fixed64(7, point.zeroCount);
  for (const [field, buckets] of [
    [8, point.positive],
    [9, point.negative],
  ] as const) {
    if (buckets === undefined) continue;
    message(w, field, () => {
      w.sint32(1, buckets.offset);
      w.packedInt64(2, buckets.counts);
    });
  }
  if (point.flags !== undefined) w.uint32(10, point.flags);
  exemplarsOf(w, 11, point);
  if (point.zeroThreshold !== undefined) w.double(14, point.zeroThreshold);
}

function summaryOf(w: ProtobufWriter, point: SummaryInput): void {
  timesOf(w, point);
  if (point.count !== undefined) w.fixed64(4, point.count);
  if (point.sum !== undefined) w.double(5, point.sum);
  for (const [quantile, value] of point.quantiles ?? []) {
    message(w, 6, () => {
      w.double(1, quantile);
      w.double(2, value);
    });
  }
  attributesOf(w, 7, point.attributes ?? {});
  if (point.flags !== undefined) w.uint32(8, point.flags);
}

function exemplarsOf(w: ProtobufWriter, field: number, point: PointInput): void {
  for (const exemplar of point.exemplars ?? []) {
    message(w, field, () => {
      if (exemplar.ts !== undefined) w.fixed64(2, ns(exemplar.ts));
      if (exemplar.double !== undefined) w.double(3, exemplar.double);
      if (exemplar.spanId !== undefined) w.bytes(4, Buffer.from(exemplar.spanId, 'hex'));
      if (exemplar.traceId !== undefined) w.bytes(5, Buffer.from(exemplar.traceId, 'hex'));
      if (exemplar.int !== undefined) w.fixed64(6, exemplar.int);
      attributesOf(w, 7, exemplar.attributes ?? {});
    });
  }
}
