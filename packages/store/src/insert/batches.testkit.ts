import {
  DEFAULT_TENANT,
  dayOfMillis,
  fingerprintOf,
  millis,
  RARE_PARTS,
  RowWriter,
  SpanPlaces,
  type DeltaPoint,
  type EpochDay,
  type LogBatch,
  type MetricBatch,
  type ResourceDef,
  type Rows,
  type SeriesDef,
  type SpanBatch,
  type StreamDef,
  type Tenant,
} from '@bongsu/model';

const NONE: Rows = { count: 0, bytes: new Uint8Array(0) };

export function streamDef(labels: Readonly<Record<string, string>>): StreamDef {
  return {
    fingerprint: fingerprintOf(JSON.stringify(labels)),
    storedDay: undefined,
    service: labels['service_name'] ?? '',
    labels,
  };
}

export function resourceDef(service: string): ResourceDef {
  return {
    fingerprint: fingerprintOf(service),
    storedDay: undefined,
    service,
    attributes: [
      { key: 'service.name', value: service, type: 's' },
      { key: 'process.pid', value: '7', type: 'i' },
    ],
    droppedAttributes: 1,
    schemaUrl: 'https://schema',
    scopeName: 'scope',
    scopeVersion: '1.0',
    scopeAttributes: [],
    scopeDroppedAttributes: 0,
    scopeSchemaUrl: '',
  };
}

export function seriesDef(metric: string, labels: Readonly<Record<string, string>> = {}): SeriesDef {
  return {
    fingerprint: fingerprintOf(metric + JSON.stringify(labels)),
    storedDay: undefined,
    metric,
    labels,
    type: 'counter',
    unit: '1',
    help: 'help',
  };
}

export interface Line {
  readonly ms: number;
  readonly body: string;
}

export function logBatch(
  lines: readonly Line[],
  stream: StreamDef = streamDef({ service_name: 'svc' }),
  resource: ResourceDef = resourceDef('svc'),
  tenant: Tenant = DEFAULT_TENANT,
): LogBatch {
  const row = new RowWriter(1024);
  const days = new Set<EpochDay>();
  for (const [i, { ms, body }] of lines.entries()) {
    days.add(dayOfMillis(millis(ms)));
    row.text(tenant);
    row.i64big(BigInt(ms) * 1_000_000n);
    row.u64(i, 0);
    row.i64big(BigInt(ms) * 1_000_000n);
    row.u64(stream.fingerprint.lo, stream.fingerprint.hi);
    row.u64(resource.fingerprint.lo, resource.fingerprint.hi);
    row.text(stream.service);
    row.u8(9);
    row.text('INFO');
    row.text('');
    row.zeros(16);
    row.zeros(8);
    row.u32(0);
    row.text(body);
    row.text('s');
    row.varint(1);
    row.text('k');
    row.text('v');
    row.text('s');
    row.u32(0);
    row.text('info');
  }
  return {
    signal: 'logs',
    tenant,
    logs: { count: lines.length, bytes: row.take() },
    streams: stream.storedDay !== undefined && days.has(stream.storedDay) ? [] : [{ def: stream, days }],
    resources: [{ def: resource, days }],
  };
}

/** A trace of `count` spans, one a millisecond, the first one the root. */
export function spanBatch(traceId: Uint8Array, ms: number, count: number, resource = resourceDef('svc')): SpanBatch {
  const row = new RowWriter(1024);
  const places = new SpanPlaces();
  for (let i = 0; i < count; i++) {
    const id = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, i + 1);
    places.add(traceId, 0, Math.floor((ms + i) / 1000), RARE_PARTS.events | RARE_PARTS.flags);
    row.text(DEFAULT_TENANT);
    row.fixed(traceId, 0, traceId.length, 16);
    row.fixed(id, 0, 8, 8);
    if (i === 0) row.zeros(8);
    else row.fixed(Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1), 0, 8, 8);
    row.text('');
    row.u32(1);
    row.text(i === 0 ? 'GET /주문' : `child ${i}`);
    row.u8(2);
    row.i64big(BigInt(ms + i) * 1_000_000n);
    row.i64big(5_000_000n);
    row.u8(i === 1 ? 2 : 0);
    row.text('');
    row.text(resource.service);
    row.u64(resource.fingerprint.lo, resource.fingerprint.hi);
    row.varint(0);
    row.text('');
    row.u32(0);
    // One event with one attribute.
    row.varint(1);
    row.i64big(BigInt(ms) * 1_000_000n);
    row.varint(1);
    row.text('exception');
    row.varint(1);
    row.varint(1);
    row.text('k');
    row.text('v');
    row.varint(1);
    row.text('s');
    row.varint(1);
    row.u32(0);
    row.u32(0);
    // No links: seven empty arrays and the dropped count.
    row.zeros(7);
    row.u32(0);
  }
  return {
    signal: 'traces',
    tenant: DEFAULT_TENANT,
    spans: { count, bytes: row.take() },
    places,
    resources: [{ def: resource, days: new Set([dayOfMillis(millis(ms))]) }],
  };
}

export interface Point {
  readonly series: SeriesDef;
  readonly ms: number;
  readonly value: number;
}

export function metricBatch(points: readonly Point[], deltas: readonly DeltaPoint[] = []): MetricBatch {
  const row = new RowWriter(1024);
  for (const { series, ms, value } of points) {
    row.text(DEFAULT_TENANT);
    row.text(series.metric);
    row.u64(series.fingerprint.lo, series.fingerprint.hi);
    row.i64(ms);
    row.f64(value);
    row.i64(0);
  }
  const used = new Map<SeriesDef, Set<EpochDay>>();
  const use = (series: SeriesDef, ms: number): void => {
    const days = used.get(series) ?? new Set<EpochDay>();
    days.add(dayOfMillis(millis(ms)));
    used.set(series, days);
  };
  for (const { series, ms } of points) use(series, ms);
  for (const { series, ts } of deltas) use(series, ts);
  return {
    signal: 'metrics',
    tenant: DEFAULT_TENANT,
    samples: { count: points.length, bytes: row.take() },
    histograms: NONE,
    exemplars: NONE,
    deltas,
    series: [...used].map(([def, days]) => ({ def, days })),
  };
}

export const delta = (series: SeriesDef, ms: number, value: number, start = 0): DeltaPoint => ({
  series,
  ts: millis(ms),
  start: millis(start),
  value,
});
