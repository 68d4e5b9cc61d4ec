// Loaded before a service by `node --import ./telemetry.js service.js`: the stock OpenTelemetry SDK, configured by the
// standard OTEL_* variables. Only the exemplars need code of their own.
import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, metrics } from '@opentelemetry/sdk-node';
import { ExemplarMetricExporter, ExemplarSource } from './exemplar-exporter.js';

// Without this hook an ESM app is traced in part only, and nothing says so: http is patched, pino is not, and its lines
// carry no trace id. The hook belongs to a dependency of the SDK, so it is looked up from there. Naming the packages to
// wrap keeps the start fast: by default every module of the program is wrapped.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.resolve('@opentelemetry/sdk-node'), {
  data: { include: ['pino', 'http', 'node:http'] },
});

const spans = new ExemplarSource(new OTLPTraceExporter());
const exportIntervalMillis = Number(process.env['OTEL_METRIC_EXPORT_INTERVAL'] ?? 5000);

/** A page to be scraped besides what is sent: `OTEL_METRICS_EXPORTER=otlp,prometheus`, as the specification has it. */
const scraped = (process.env['OTEL_METRICS_EXPORTER'] ?? '').split(',').includes('prometheus')
  ? [new PrometheusExporter({ host: '127.0.0.1', port: Number(process.env['OTEL_EXPORTER_PROMETHEUS_PORT'] ?? 9464) })]
  : [];

const sdk = new NodeSDK({
  traceExporter: spans,
  metricReaders: [
    new metrics.PeriodicExportingMetricReader({
      exporter: new ExemplarMetricExporter(new OTLPMetricExporter(), spans, metricsUrl(process.env)),
      exportIntervalMillis,
      exportTimeoutMillis: exportIntervalMillis,
    }),
    ...scraped,
  ],
  instrumentations: [
    getNodeAutoInstrumentations({
      // A span for every socket and name lookup hides the ones a person looks for.
      '@opentelemetry/instrumentation-dns': { enabled: false },
      '@opentelemetry/instrumentation-net': { enabled: false },
    }),
  ],
});
sdk.start();

/**
 * Sends what is still buffered, then stops the SDK. It gives up after `deadlineMillis`: a program that cannot reach its
 * backend must still end.
 */
export async function flushTelemetry(deadlineMillis: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMillis);
  });
  try {
    await Promise.race([sdk.shutdown(), deadline]);
  } catch (error) {
    process.stderr.write(
      `telemetry of ${process.env['OTEL_SERVICE_NAME'] ?? 'shop'} was not flushed: ${String(error)}\n`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The address the stock exporter uses, by the same rules: a signal's own variable is taken as it is. */
function metricsUrl(env: NodeJS.ProcessEnv): string {
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? 'http://localhost:4318';
  return env['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'] ?? `${base.replace(/\/$/, '')}/v1/metrics`;
}
