import type { AttributeValue, Attributes, HrTime } from '@opentelemetry/api';
import { core, metrics, type tracing } from '@opentelemetry/sdk-node';

type HistogramPoint = metrics.HistogramMetricData['dataPoints'][number];

/** An OTLP `ExportMetricsServiceRequest` of explicit-bucket histograms, with one exemplar for each bucket that has a span. */
export function encodeHistograms(batch: metrics.ResourceMetrics, spans: readonly tracing.ReadableSpan[]): object {
  const scopeMetrics = batch.scopeMetrics.map(({ scope, metrics: all }) => ({
    scope: { name: scope.name, version: scope.version ?? '' },
    metrics: all
      .filter((metric) => metric.dataPointType === metrics.DataPointType.HISTOGRAM)
      .map(({ descriptor, aggregationTemporality, dataPoints }) => ({
        name: descriptor.name,
        description: descriptor.description,
        unit: descriptor.unit,
        histogram: {
          // OTLP numbers them 1 delta, 2 cumulative; the SDK 0 and 1.
          aggregationTemporality: aggregationTemporality + 1,
          dataPoints: dataPoints.map((point) => encodePoint(point, spans)),
        },
      })),
  }));
  return { resourceMetrics: [{ resource: { attributes: keyValues(batch.resource.attributes) }, scopeMetrics }] };
}

function encodePoint(point: HistogramPoint, spans: readonly tracing.ReadableSpan[]): object {
  const { buckets, count, sum, min, max } = point.value;
  // The last span of a bucket wins: the newest trace is the one worth opening.
  const exemplars = new Map<number, object>();
  for (const span of spans) {
    if (!belongsTo(point, span)) continue;
    const seconds = core.hrTimeToMilliseconds(span.duration) / 1000;
    const bucket = buckets.boundaries.filter((bound) => seconds > bound).length;
    const { traceId, spanId } = span.spanContext();
    exemplars.set(bucket, { timeUnixNano: nanos(span.endTime), asDouble: seconds, traceId, spanId });
  }
  return {
    attributes: keyValues(point.attributes),
    startTimeUnixNano: nanos(point.startTime),
    timeUnixNano: nanos(point.endTime),
    count: String(count),
    ...(sum === undefined ? {} : { sum }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    bucketCounts: buckets.counts.map(String),
    explicitBounds: buckets.boundaries,
    exemplars: [...exemplars.values()],
  };
}

/** The instrumentation takes a point's attributes from its span; `error.type` alone stands on the metric only. */
function belongsTo(point: HistogramPoint, span: tracing.ReadableSpan): boolean {
  return Object.entries(point.attributes).every(
    ([key, value]) => key === 'error.type' || span.attributes[key] === value,
  );
}

function nanos([seconds, fraction]: HrTime): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(fraction));
}

function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value == null ? [] : [{ key, value: anyValue(value) }]));
}

function anyValue(value: AttributeValue | null | undefined): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => anyValue(item)) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return typeof value === 'string' ? { stringValue: value } : {};
}
