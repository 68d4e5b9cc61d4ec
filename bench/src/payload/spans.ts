import { resourceAttributes } from './logs.js';
import { ProtobufWriter } from './protobuf-writer.js';
import type { Random } from './random.js';

const NAMES = [
  'GET /api/orders/:id',
  'POST /api/cart',
  'SELECT orders',
  '결제 승인',
  'publish order.created',
  'render',
];

export interface SpansPayloadOptions {
  readonly services: number;
  readonly traces: number;
  readonly spansPerTrace: number;
  /** Start of trace `i`. */
  readonly time: (i: number) => bigint;
  readonly traceId?: (i: number) => Uint8Array;
}

/** One ExportTraceServiceRequest: whole traces, their spans spread over a few services. */
export function spansPayload(random: Random, options: SpansPayloadOptions): Buffer {
  const groups = 4;
  const services = Array.from({ length: groups }, () => random.int(options.services));
  const traces = Array.from({ length: options.traces }, (_, i) => ({
    id: options.traceId?.(i) ?? random.bytes(16),
    start: options.time(i),
    spans: Array.from({ length: options.spansPerTrace }, () => random.bytes(8)),
  }));
  const request = new ProtobufWriter();
  services.forEach((service, group) => {
    request.message(1, (resourceSpans) => {
      resourceSpans.message(1, (resource) => resourceAttributes(resource, service));
      resourceSpans.message(2, (scopeSpans) => {
        scopeSpans.message(1, (scope) => scope.text(1, 'bench'));
        for (const trace of traces) {
          for (let j = group; j < trace.spans.length; j += groups) {
            scopeSpans.message(2, (span) => {
              const start = trace.start + BigInt(j) * 1_000_000n;
              const failed = random.int(50) === 0;
              span.bytes(1, trace.id).bytes(2, trace.spans[j]!);
              if (j > 0) span.bytes(4, trace.spans[random.int(j)]!);
              span.text(5, random.pick(NAMES)).uint(6, 1 + random.int(5));
              span.fixed64(7, start).fixed64(8, start + BigInt(100_000 + random.int(400_000_000)));
              span.attribute(9, 'http.request.method', 'GET').attribute(9, 'http.route', '/api/orders/:id');
              span.attribute(9, 'http.response.status_code', failed ? 500 : 200);
              span.attribute(9, 'user.id', `u${random.int(50_000)}`).attribute(9, 'server.port', 8080);
              if (failed) {
                span.message(11, (event) => {
                  event.fixed64(1, start).text(2, 'exception').attribute(3, 'exception.message', 'card declined');
                });
                span.message(15, (status) => status.text(2, 'card declined').uint(3, 2));
              }
            });
          }
        }
      });
    });
  });
  return request.finish();
}
