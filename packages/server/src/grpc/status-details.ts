import type { DurationMs } from '@bongsu/model';

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/** Base 128, least significant first; `value` at most 2^53-1. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function delimited(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function integer(field: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.from([field << 3, ...varint(value)]);
}

/**
 * A `google.rpc.Status` {code=1, message=2, details=3} with one `RetryInfo` {retry_delay=1 {seconds=1, nanos=2}}, the
 * value of `grpc-status-details-bin`. Without it OTLP senders do not retry RESOURCE_EXHAUSTED.
 */
export function statusWithRetryInfo(code: number, message: string, retryAfter: DurationMs): Buffer {
  const seconds = Math.floor(retryAfter / 1000);
  const nanos = Math.round((retryAfter - seconds * 1000) * 1e6);
  const retryInfo = delimited(1, Buffer.concat([integer(1, seconds), integer(2, nanos)]));
  const any = Buffer.concat([delimited(1, Buffer.from(RETRY_INFO)), delimited(2, retryInfo)]);
  return Buffer.concat([integer(1, code), delimited(2, Buffer.from(message)), delimited(3, any)]);
}
