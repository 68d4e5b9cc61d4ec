import { SpanKind, TraceFlags, context } from '@opentelemetry/api';
import { core, type metrics, type tracing } from '@opentelemetry/sdk-node';
import { encodeHistograms } from './otlp-histogram.js';

/** The histogram that gets exemplars: what the HTTP server instrumentation records for every request. */
const METRIC = 'http.server.request.duration';
/** Spans kept between two metric exports; at the demo's rates an export interval sees about 50. */
const MAX_SPANS = 512;

/**
 * Why this file exists: OpenTelemetry JS records no exemplars (its histogram state has no place for them), so a chart could
 * not lead to a trace. The way round it stays outside the SDK: a span exporter that remembers the server spans it has just
 * sent, and a metric exporter that adds them to the request histogram, which it writes as OTLP/JSON itself. Everything
 * else goes through the stock exporters untouched.
 *
 * Taking spans at export, not at end, means that an exemplar never names a trace the backend was not sent.
 */
export class ExemplarSource implements tracing.SpanExporter {
  private spans: tracing.ReadableSpan[] = [];

  constructor(private readonly inner: tracing.SpanExporter) {}

  export(spans: tracing.ReadableSpan[], done: (result: core.ExportResult) => void): void {
    this.inner.export(spans, (result) => {
      if (result.code === core.ExportResultCode.SUCCESS) this.remember(spans);
      done(result);
    });
  }

  /** The newest sampled server spans since the last call, oldest first. Each is handed out once. */
  take(): readonly tracing.ReadableSpan[] {
    const taken = this.spans;
    this.spans = [];
    return taken;
  }

  private remember(spans: readonly tracing.ReadableSpan[]): void {
    const sampled = (span: tracing.ReadableSpan): boolean => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
    const server = spans.filter((span) => span.kind === SpanKind.SERVER && sampled(span));
    this.spans = [...this.spans, ...server].slice(-MAX_SPANS);
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.inner.forceFlush?.();
  }
}

/** Sends the request histogram with exemplars to `url` (the full `/v1/metrics` address), and the rest through `inner`. */
export class ExemplarMetricExporter implements metrics.PushMetricExporter {
  constructor(
    private readonly inner: metrics.PushMetricExporter,
    private readonly source: ExemplarSource,
    private readonly url: string,
  ) {}

  export(batch: metrics.ResourceMetrics, done: (result: core.ExportResult) => void): void {
    const [requests, rest] = split(batch);
    const inner = new Promise<core.ExportResult>((resolve) => {
      this.inner.export(rest, resolve);
    });
    const own = requests.scopeMetrics.length === 0 ? { code: core.ExportResultCode.SUCCESS } : this.send(requests);
    void Promise.all([own, inner]).then(([a, b]) => done(a.code === core.ExportResultCode.SUCCESS ? b : a));
  }

  /** No retry: the histogram is cumulative, so the next export carries everything a lost one did. */
  private async send(batch: metrics.ResourceMetrics): Promise<core.ExportResult> {
    const body = JSON.stringify(encodeHistograms(batch, this.source.take()));
    const headers = { 'content-type': 'application/json' };
    try {
      // Without this the export would be traced by the undici instrumentation, and traced again, for ever.
      const response = await context.with(core.suppressTracing(context.active()), () =>
        fetch(this.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) }),
      );
      await response.arrayBuffer();
      if (response.ok) return { code: core.ExportResultCode.SUCCESS };
      return { code: core.ExportResultCode.FAILED, error: new Error(`${this.url} answered ${response.status}`) };
    } catch (error) {
      return { code: core.ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}

/** The request histogram, and a batch of everything else. */
function split(batch: metrics.ResourceMetrics): [metrics.ResourceMetrics, metrics.ResourceMetrics] {
  const part = (wanted: boolean): metrics.ResourceMetrics => ({
    resource: batch.resource,
    scopeMetrics: batch.scopeMetrics
      .map((scope) => ({ ...scope, metrics: scope.metrics.filter((m) => (m.descriptor.name === METRIC) === wanted) }))
      .filter((scope) => scope.metrics.length > 0),
  });
  return [part(true), part(false)];
}
