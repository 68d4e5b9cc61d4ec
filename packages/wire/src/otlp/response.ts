import type { Rejection } from '@bongsu/model';
import { ProtobufWriter } from '../protobuf/writer.js';

export type OtlpSignal = 'logs' | 'traces' | 'metrics';
/** The body's encoding, the same in both directions: OTLP/HTTP answers in the form it was asked in. */
export type OtlpForm = 'protobuf' | 'json';

const REJECTED_FIELD: Readonly<Record<OtlpSignal, string>> = {
  logs: 'rejectedLogRecords',
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
};

/**
 * The body of an Export*ServiceResponse: empty when nothing was refused, else `partial_success` with the number of
 * refused records and why.
 */
export function encodeExportResponse(signal: OtlpSignal, rejected: readonly Rejection[], form: OtlpForm): Uint8Array {
  if (rejected.length === 0) return form === 'json' ? Buffer.from('{}') : new Uint8Array(0);
  const count = rejected.reduce((sum, r) => sum + r.count, 0);
  const message = rejectionMessage(rejected);
  if (form === 'json') {
    // 64-bit integers are strings in OTLP/JSON
    return Buffer.from(
      JSON.stringify({ partialSuccess: { [REJECTED_FIELD[signal]]: String(count), errorMessage: message } }),
    );
  }
  const writer = new ProtobufWriter();
  // Export*ServiceResponse.partial_success = 1 { rejected_* = 1, error_message = 2 }
  const mark = writer.begin(1);
  writer.int64(1, BigInt(count));
  writer.string(2, message);
  writer.end(mark);
  return writer.finish();
}

/** One line that says how many records were refused and why, e.g. `3 refused: trace_id is not 16 bytes`. */
export function rejectionMessage(rejected: readonly Rejection[]): string {
  return rejected.map((r) => `${r.count} refused: ${r.reason}`).join('; ');
}

/** A google.rpc.Status, the body of every OTLP/HTTP error. `code` is a gRPC code; senders act on the HTTP status. */
export function encodeStatus(code: number, message: string, form: OtlpForm): Uint8Array {
  if (form === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new ProtobufWriter();
  if (code !== 0) writer.int32(1, code);
  if (message !== '') writer.string(2, message);
  return writer.finish();
}
