import { lokiQueryRange, prometheusQuery, spansOf, tempoTrace } from './query-api.js';

/** One log line, one span and one sample that can be told from all others. */
export interface KnownRecords {
  readonly service: string;
  readonly traceId: string;
  readonly line: string;
}

/** Sends a record of each signal as OTLP/JSON and returns when all three are acknowledged; anything but a 200 throws. */
export async function sendKnownRecords(base: string, service: string): Promise<KnownRecords> {
  const traceId = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  const spanId = traceId.slice(0, 16);
  const line = `봉수 ${service} ${traceId}`;
  const now = BigInt(Date.now()) * 1_000_000n;
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  const record = { timeUnixNano: String(now), body: { stringValue: line }, traceId, spanId };
  const times = { startTimeUnixNano: String(now), endTimeUnixNano: String(now + 5_000_000n) };
  const span = { traceId, spanId, name: 'known span', kind: 1, ...times };
  const point = { timeUnixNano: String(now), asInt: '42' };
  await post(base, 'logs', { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
  await post(base, 'traces', { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
  const gauge = { name: 'known_gauge', gauge: { dataPoints: [point] } };
  await post(base, 'metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [gauge] }] }] });
  return { service, traceId, line };
}

/** What can be read back of them: [log lines, span names, sample values], each as often as it is stored. */
export async function readKnownRecords(base: string, known: KnownRecords): Promise<[string[], string[], string[]]> {
  const entries = await lokiQueryRange(base, `{service_name="${known.service}"} |= "${known.traceId}"`);
  const spans = spansOf(await tempoTrace(base, known.traceId));
  const samples = await prometheusQuery(base, `known_gauge{job="${known.service}"}`);
  return [
    entries.map(({ line }) => line),
    spans.map(({ span }) => span.name),
    samples.map(({ value }) => value?.[1] ?? ''),
  ];
}

/** The answer of `readKnownRecords` when nothing is lost and nothing is there twice. */
export function expectedRecords(known: KnownRecords): [string[], string[], string[]] {
  return [[known.line], ['known span'], ['42']];
}

async function post(base: string, signal: string, body: unknown): Promise<void> {
  const response = await fetch(`${base}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${signal} were answered with ${response.status}: ${text}`);
}
