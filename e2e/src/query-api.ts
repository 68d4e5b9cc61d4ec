// The public query APIs as a client sees them: the part of each answer that the tests look at.

export interface LogEntry {
  /** Labels and structured metadata; without the encoding flag Loki folds them into one map. */
  readonly labels: Readonly<Record<string, string>>;
  /** Nanoseconds since the epoch. */
  readonly ts: string;
  readonly line: string;
}

export interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
  readonly bytesValue?: string;
}
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}
export interface TraceSpan {
  /** Base64, as protobuf's JSON form has bytes. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly events?: readonly { name: string; timeUnixNano: string; attributes?: readonly KeyValue[] }[];
  readonly links?: readonly { traceId: string; spanId: string; attributes?: readonly KeyValue[] }[];
  readonly status?: { readonly code?: string; readonly message?: string };
}
export interface TraceAnswer {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly scope: { name?: string; version?: string };
      spans: readonly TraceSpan[];
    }[];
  }[];
}

export interface NativeHistogram {
  readonly count: string;
  readonly sum: string;
  readonly buckets?: readonly [number, string, string, string][];
}
export interface VectorItem {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly histogram?: readonly [number, NativeHistogram];
}

export interface ExemplarSeries {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { labels: Readonly<Record<string, string>>; value: string; timestamp: number }[];
}

/** Loki `query_range` over the last hour, newest first. */
export async function lokiQueryRange(base: string, query: string, limit = 100): Promise<LogEntry[]> {
  const end = BigInt(Date.now() + 60_000) * 1_000_000n;
  const start = end - 3_600_000_000_000n;
  const answer = await getJson<{
    data: { resultType: string; result: { stream: Record<string, string>; values: [string, string][] }[] };
  }>(base, '/loki/api/v1/query_range', { query, start: String(start), end: String(end), limit: String(limit) });
  if (answer.data.resultType !== 'streams') throw new Error(`Loki answered ${answer.data.resultType} to ${query}`);
  return answer.data.result.flatMap(({ stream, values }) => values.map(([ts, line]) => ({ labels: stream, ts, line })));
}

export async function lokiLabelValues(base: string, label: string): Promise<string[]> {
  const answer = await getJson<{ data?: string[] }>(base, `/loki/api/v1/label/${label}/values`, {});
  return answer.data ?? [];
}

/** Tempo's trace by id, second version. An unknown id is an empty trace. */
export async function tempoTrace(base: string, traceId: string): Promise<TraceAnswer> {
  const answer = await getJson<{ trace: Partial<TraceAnswer> }>(base, `/api/v2/traces/${traceId}`, {});
  return { resourceSpans: answer.trace.resourceSpans ?? [] };
}

export async function tempoSearch(base: string, query: string): Promise<{ traceID: string }[]> {
  const now = Math.floor(Date.now() / 1000);
  const range = { start: String(now - 3600), end: String(now + 60) };
  const answer = await getJson<{ traces?: { traceID: string }[] }>(base, '/api/search', { q: query, ...range });
  return answer.traces ?? [];
}

/** Prometheus instant query, now. */
export async function prometheusQuery(base: string, query: string): Promise<VectorItem[]> {
  const answer = await getJson<{ data: { resultType: string; result: VectorItem[] } }>(base, '/api/v1/query', {
    query,
  });
  if (answer.data.resultType !== 'vector') throw new Error(`Prometheus answered ${answer.data.resultType} to ${query}`);
  return answer.data.result;
}

/** The label sets of the last hour that the selector matches. */
export async function prometheusSeries(base: string, selector: string): Promise<Record<string, string>[]> {
  const now = Date.now() / 1000;
  const range = { start: String(now - 3600), end: String(now + 60) };
  const answer = await getJson<{ data: Record<string, string>[] }>(base, '/api/v1/series', {
    'match[]': selector,
    ...range,
  });
  return answer.data;
}

export async function prometheusExemplars(base: string, query: string): Promise<ExemplarSeries[]> {
  const now = Date.now() / 1000;
  const range = { start: String(now - 3600), end: String(now + 60) };
  const answer = await getJson<{ data?: ExemplarSeries[] }>(base, '/api/v1/query_exemplars', { query, ...range });
  return answer.data ?? [];
}

/** Every span of a trace, with the name of the service that sent it. */
export function spansOf(trace: TraceAnswer): { service: string | undefined; scope: string; span: TraceSpan }[] {
  return trace.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = attributes(resource.attributes)['service.name']?.stringValue;
    return scopeSpans.flatMap(({ scope, spans }) => spans.map((span) => ({ service, scope: scope.name ?? '', span })));
  });
}

export function attributes(pairs: readonly KeyValue[] | undefined): Readonly<Record<string, AnyValue>> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [key, value]));
}

export function hexOfBase64(id: string): string {
  return Buffer.from(id, 'base64').toString('hex');
}

async function getJson<T>(base: string, path: string, parameters: Readonly<Record<string, string>>): Promise<T> {
  const query = new URLSearchParams(parameters).toString();
  const url = `${base}${path}${query === '' ? '' : `?${query}`}`;
  const response = await fetch(url, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
