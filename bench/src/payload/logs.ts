import { ProtobufWriter } from './protobuf-writer.js';
import type { Random } from './random.js';

const ROUTES = ['/api/orders/:id', '/api/cart', '/api/payments', '/api/users/:id', '/healthz', '/api/search'];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const NAMES = [
  '주문 확인',
  'order placed',
  'payment authorised',
  'cache refreshed',
  'user signed in',
  'stock reserved',
];

export interface LogsPayloadOptions {
  readonly services: number;
  readonly records: number;
  /** Time of record `i`. */
  readonly time: (i: number) => bigint;
  /** Put as attribute `bench.id` with the record's number when given, to find records again. */
  readonly id?: string;
}

/** One ExportLogsServiceRequest of one service: records of about 300 bytes with six attributes, as web services send. */
export function logsPayload(random: Random, options: LogsPayloadOptions): Buffer {
  const service = random.int(options.services);
  return new ProtobufWriter()
    .message(1, (resourceLogs) => {
      resourceLogs.message(1, (resource) => resourceAttributes(resource, service));
      resourceLogs.message(2, (scopeLogs) => {
        scopeLogs.message(1, (scope) => scope.text(1, 'bench').text(2, '1.0'));
        for (let i = 0; i < options.records; i++) {
          scopeLogs.message(2, (record) => {
            const time = options.time(i);
            const status = random.int(20) === 0 ? 500 : 200;
            const route = random.pick(ROUTES);
            const method = random.pick(METHODS);
            const ms = random.int(900);
            const user = random.int(50_000);
            record
              .fixed64(1, time)
              .uint(2, status === 500 ? 17 : 9)
              .text(3, status === 500 ? 'ERROR' : 'INFO');
            record.message(5, (body) =>
              body.text(1, `${random.pick(NAMES)}: ${method} ${route} ${status} in ${ms}ms user=${user}`),
            );
            record.attribute(6, 'http.request.method', method).attribute(6, 'http.route', route);
            record.attribute(6, 'http.response.status_code', status).attribute(6, 'user.id', `u${user}`);
            record.attribute(6, 'duration_ms', ms).attribute(6, 'thread.name', `worker-${random.int(8)}`);
            if (options.id !== undefined) record.attribute(6, 'bench.id', `${options.id}-${i}`);
            record.bytes(9, random.bytes(16)).bytes(10, random.bytes(8)).fixed64(11, time);
          });
        }
      });
    })
    .finish();
}

export function resourceAttributes(resource: ProtobufWriter, service: number): void {
  resource.attribute(1, 'service.name', `service-${service}`).attribute(1, 'service.namespace', 'bench');
  resource.attribute(1, 'service.version', '1.4.2').attribute(1, 'service.instance.id', `host-${service % 7}`);
  resource.attribute(1, 'host.name', `node-${service % 3}`).attribute(1, 'process.runtime.name', 'nodejs');
  resource.attribute(1, 'telemetry.sdk.language', 'nodejs');
}
