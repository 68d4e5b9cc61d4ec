/** Small OTLP/JSON requests for tests. Times in ns since the epoch. */
export interface JsonLog {
  readonly ts: bigint;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly severity?: string;
}

const attributes = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));

const resource = (service: string) => ({ attributes: attributes({ 'service.name': service }) });

export function logsRequest(service: string, logs: readonly JsonLog[]): object {
  const logRecords = logs.map((log) => ({
    timeUnixNano: String(log.ts),
    body: { stringValue: log.body },
    attributes: attributes(log.attributes),
    ...(log.traceId === undefined ? {} : { traceId: log.traceId }),
    ...(log.spanId === undefined ? {} : { spanId: log.spanId }),
    ...(log.severity === undefined ? {} : { severityText: log.severity }),
  }));
  return { resourceLogs: [{ resource: resource(service), scopeLogs: [{ logRecords }] }] };
}

export interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
  /** OTLP SpanKind number. */
  readonly kind?: number;
  readonly statusCode?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

export function tracesRequest(service: string, spans: readonly JsonSpan[]): object {
  const json = spans.map((span) => ({
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    name: span.name,
    kind: span.kind ?? 2,
    startTimeUnixNano: String(span.start),
    endTimeUnixNano: String(span.end),
    attributes: attributes(span.attributes),
    status: span.statusCode === undefined ? {} : { code: span.statusCode },
  }));
  return { resourceSpans: [{ resource: resource(service), scopeSpans: [{ scope: { name: 'test' }, spans: json }] }] };
}

export interface JsonPoint {
  readonly ts: bigint;
  readonly value: number | string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly exemplar?: { readonly traceId: string; readonly spanId: string; readonly value: number };
}

/** A cumulative monotonic sum. */
export function sumRequest(service: string, name: string, points: readonly JsonPoint[]): object {
  const dataPoints = points.map((point) => ({
    timeUnixNano: String(point.ts),
    asDouble: point.value,
    attributes: attributes(point.attributes),
    ...(point.exemplar === undefined
      ? {}
      : {
          exemplars: [
            {
              timeUnixNano: String(point.ts),
              asDouble: point.exemplar.value,
              traceId: point.exemplar.traceId,
              spanId: point.exemplar.spanId,
            },
          ],
        }),
  }));
  const metrics = [{ name, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } }];
  return { resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ metrics }] }] };
}

/** Sends OTLP/JSON and demands 200. @returns the answer's JSON. */
export async function post(base: string, signal: 'logs' | 'traces' | 'metrics', body: object): Promise<unknown> {
  const response = await fetch(`${base}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${signal}: ${response.status} ${text}`);
  return JSON.parse(text) as unknown;
}
