import { DEFAULT_TENANT, millis, nanos, Sequence } from '@bongsu/model';
import { bench, describe } from 'vitest';
import { ProtobufWriter } from '../../protobuf/writer.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { LogsDecoder } from './decode.js';

const RECORDS = 1_000;

/** Records of about 300 bytes with six attributes, as an HTTP service writes them. */
function request(): Uint8Array {
  const w = new ProtobufWriter();
  const attribute = (field: number, key: string, value: string | number): void => {
    const a = w.begin(field);
    w.string(1, key);
    const v = w.begin(2);
    if (typeof value === 'string') w.string(1, value);
    else w.int64(3, BigInt(value));
    w.end(v);
    w.end(a);
  };
  const resourceLogs = w.begin(1);
  const resource = w.begin(1);
  attribute(1, 'service.name', 'checkout');
  attribute(1, 'k8s.pod.name', 'checkout-7d4b9c6f5-x2x1z');
  w.end(resource);
  const scopeLogs = w.begin(2);
  for (let i = 0; i < RECORDS; i++) {
    const record = w.begin(2);
    w.fixed64(1, 1_760_000_000_000_000_000n + BigInt(i) * 1_000_003n);
    w.fixed64(11, 1_760_000_000_000_000_000n + BigInt(i) * 1_000_003n);
    w.uint32(2, 9);
    w.string(3, 'INFO');
    const body = w.begin(5);
    w.string(1, `order ${i} accepted for customer ${i * 7919} after 3 attempts, forwarded to payments`);
    w.end(body);
    attribute(6, 'http.request.method', 'POST');
    attribute(6, 'http.route', '/api/orders/:id');
    attribute(6, 'http.response.status_code', 200);
    attribute(6, 'user.id', `user-${i}`);
    attribute(6, 'order.total', i * 100);
    attribute(6, 'thread.name', 'worker-3');
    w.fixed32(8, 1);
    w.bytes(9, Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'));
    w.bytes(10, Buffer.from('b7ad6b7169203331', 'hex'));
    w.end(record);
  }
  w.end(scopeLogs);
  w.end(resourceLogs);
  return w.finish();
}

const body = request();
const decoder = new LogsDecoder({ sequence: new Sequence(1_760_000_000_000), limits: DEFAULT_OTLP_LIMITS });
const context = {
  tenant: DEFAULT_TENANT,
  now: nanos(1_760_000_000_000_000_000n),
  window: { oldest: millis(0), newest: millis(4_000_000_000_000) },
};

describe('logs', () => {
  bench(`decode ${RECORDS} records of ${Math.round(body.length / RECORDS)} bytes`, () => {
    decoder.decode(body, context);
  });
});
