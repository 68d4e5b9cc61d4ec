import { compressSync } from 'snappy';
import { ProtobufWriter } from './protobuf-writer.js';
import type { Random } from './random.js';

const ROUTES = ['/api/orders/:id', '/api/cart', '/api/payments', '/api/users/:id', '/healthz', '/api/search'];

export interface LokiPushPayloadOptions {
  readonly services: number;
  readonly lines: number;
  /** Nanoseconds of line `i`. */
  readonly time: (i: number) => bigint;
}

/** One snappy block of a logproto.PushRequest: logfmt lines of about 150 bytes of one stream with its pod's labels. */
export function lokiPushPayload(random: Random, { services, lines, time }: LokiPushPayloadOptions): Buffer {
  const service = random.int(services);
  const labels = `{app="service-${service}", namespace="bench", pod="service-${service}-7d4b9c6f5-x2x1z"}`;
  const request = new ProtobufWriter()
    .message(1, (stream) => {
      stream.text(1, labels);
      for (let i = 0; i < lines; i++) {
        stream.message(2, (entry) => {
          const ns = time(i);
          entry.message(1, (timestamp) =>
            timestamp.uint(1, Number(ns / 1_000_000_000n)).uint(2, Number(ns % 1_000_000_000n)),
          );
          const level = random.int(20) === 0 ? 'error' : 'info';
          entry.text(
            2,
            `level=${level} msg="request served" method=GET route=${random.pick(ROUTES)} status=200 duration=${random.int(900)}ms user=u${random.int(50_000)} thread=worker-${random.int(8)}`,
          );
        });
      }
    })
    .finish();
  return compressSync(request);
}
