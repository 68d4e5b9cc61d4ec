import { type Senders } from '../../api/senders.js';

/** The ways to send data that the empty page offers, in this order. */
export const snippetIds = ['node', 'python', 'promtail', 'collector', 'curl', 'demo'] as const;
export type SnippetId = (typeof snippetIds)[number];

/** The ways whose first record has arrived. */
export function arrivedWays(senders: Senders): ReadonlySet<SnippetId> {
  const { sdkLanguages, kinds } = senders;
  const found = new Set<SnippetId>();
  if (sdkLanguages.includes('nodejs')) found.add('node');
  if (sdkLanguages.includes('python')) found.add('python');
  if (kinds.includes('loki-push')) found.add('promtail');
  if (kinds.includes('collector')) found.add('collector');
  return found;
}

/** What a person copies. @param endpoint the base URL of this server, without a slash at its end. */
export function snippet(id: SnippetId, endpoint: string): string {
  switch (id) {
    case 'node':
      return [
        'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node',
        `export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
        'export OTEL_SERVICE_NAME=my-service',
        'export OTEL_TRACES_EXPORTER=otlp OTEL_METRICS_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp',
        'node --require @opentelemetry/auto-instrumentations-node/register app.js',
      ].join('\n');
    case 'python':
      return [
        'pip install opentelemetry-distro opentelemetry-exporter-otlp-proto-http',
        'opentelemetry-bootstrap -a install',
        `export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
        'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
        'export OTEL_SERVICE_NAME=my-service',
        'export OTEL_TRACES_EXPORTER=otlp OTEL_METRICS_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp',
        'export OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true',
        'opentelemetry-instrument python app.py',
      ].join('\n');
    case 'collector':
      return [
        `# OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} does the same for one SDK`,
        'exporters:',
        '  otlphttp/bongsu:',
        `    endpoint: ${endpoint}`,
        'service:',
        '  pipelines:',
        '    traces: { receivers: [otlp], exporters: [otlphttp/bongsu] }',
        '    metrics: { receivers: [otlp], exporters: [otlphttp/bongsu] }',
        '    logs: { receivers: [otlp], exporters: [otlphttp/bongsu] }',
      ].join('\n');
    case 'promtail':
      return ['clients:', `  - url: ${endpoint}/loki/api/v1/push`].join('\n');
    case 'curl': {
      const record =
        '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"curl"}}]},' +
        '"scopeLogs":[{"logRecords":[{"timeUnixNano":"\'$(date +%s)\'000000000","severityText":"INFO","severityNumber":9,' +
        '"body":{"stringValue":"hello, Bongsu"}}]}]}]}';
      return `curl ${endpoint}/v1/logs -H 'Content-Type: application/json' -d '${record}'`;
    }
    case 'demo':
      return 'npm run demo';
  }
}
