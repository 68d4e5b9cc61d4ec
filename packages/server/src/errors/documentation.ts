import { ERRORS, type ErrorEntry } from './registry.js';

/** The text of `docs/errors.md`: made from the registry, so that it cannot disagree with it. */
export function errorsMarkdown(): string {
  const rows = Object.entries<ErrorEntry>(ERRORS).map(
    ([code, { when, remedy, retryable, http, grpc, loki, tempo, prometheus }]) =>
      `| \`${code}\` | ${when} | ${remedy} | ${retryable ? 'yes' : 'no'} | ${http} | ${grpc} | ${loki} | ${tempo} | ${prometheus.status} \`${prometheus.type}\` |`,
  );
  return [
    '# Errors',
    '',
    'What a client is told when something expected goes wrong. Each API family has its own form:',
    '',
    '- OTLP over HTTP: a `google.rpc.Status` in the form of the request (protobuf or JSON); `Retry-After` where a retry helps.',
    '- OTLP over gRPC: the status code, with `google.rpc.RetryInfo` in `grpc-status-details-bin` where a retry helps.',
    '- Loki and Tempo APIs: the message as plain text.',
    '- Prometheus API: `{"status":"error","errorType":...,"error":...}`.',
    '- Everything else (`/api/bongsu/*`, unknown paths): `{"status":"error","code":...,"error":...}`.',
    '',
    'This page is checked against `packages/server/src/errors/registry.ts`.',
    '',
    '| code | when | remedy | retry | HTTP | gRPC | Loki | Tempo | Prometheus |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
