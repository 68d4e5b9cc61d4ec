import type { Running } from '@bongsu/server' with { 'resolution-mode': 'import' };

/** What a person needs after the start: where to look and how to send. */
export function banner(running: Running, version: string): string {
  const { url, grpcPort, aliases, dataFolder } = running;
  const grpc = new URL(url);
  grpc.port = String(grpcPort);
  const also = aliases.map(({ port, product }) => `${port} (${product})`).join(', ');
  const lines = [
    `Bongsu ${version}`,
    '',
    `  UI and APIs   ${url}`,
    ...(also === '' ? [] : [`  also on       ${also}`]),
    `  OTLP/HTTP     ${url}`,
    `  OTLP/gRPC     ${grpc.origin}`,
    `  data          ${dataFolder}`,
    '',
    '  Send from any OpenTelemetry SDK:',
    '',
    `    export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
    '    export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    '    export OTEL_SERVICE_NAME=my-service',
    '',
    '  Ctrl-C stops.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
