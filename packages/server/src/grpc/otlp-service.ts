import { Metadata, type MethodDefinition, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { parseTenant } from '@bongsu/model';
import { encodeExportResponse } from '@bongsu/wire/otlp';
import { failure, type Failure } from '../errors/failure.js';
import { ERRORS, GRPC } from '../errors/registry.js';
import type { OtlpReceiver } from '../ingest/receiver.js';
import type { Signal } from '../self/self-metrics.js';
import { statusWithRetryInfo } from './status-details.js';

const same = (bytes: Buffer): Buffer => bytes;

/** Requests and answers stay bytes: the decoders read them as they are. */
function exportMethod(path: string): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

/** The three services of opentelemetry-proto's `collector/`, one `Export` method each. */
export const OTLP_SERVICES: readonly (readonly [signal: Signal, method: MethodDefinition<Buffer, Buffer>])[] = [
  ['logs', exportMethod('/opentelemetry.proto.collector.logs.v1.LogsService/Export')],
  ['traces', exportMethod('/opentelemetry.proto.collector.trace.v1.TraceService/Export')],
  ['metrics', exportMethod('/opentelemetry.proto.collector.metrics.v1.MetricsService/Export')],
];

export interface GrpcStatus {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** A failure as a gRPC status, with RetryInfo where a retry helps. */
export function grpcStatus(reason: Failure): GrpcStatus {
  const code = GRPC[ERRORS[reason.code].grpc];
  const metadata = new Metadata();
  if (reason.retryAfter !== undefined) {
    metadata.set('grpc-status-details-bin', statusWithRetryInfo(code, reason.message, reason.retryAfter));
  }
  return { code, details: reason.message, metadata };
}

type Export = (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => void;

/** @param onBug is told what the receiver threw; the client gets INTERNAL. */
export function exportHandler(receiver: OtlpReceiver, signal: Signal, onBug: (error: unknown) => void): Export {
  const handle = async (call: ServerUnaryCall<Buffer, Buffer>): Promise<GrpcStatus | Buffer> => {
    const header = call.metadata.get('x-scope-orgid').map(String).join(',');
    const tenant = parseTenant(header);
    if (!tenant.ok) {
      const reason = failure('bad_tenant', tenant.error);
      receiver.refused(signal, 'otlp-grpc', reason);
      return grpcStatus(reason);
    }
    const body = call.request;
    const stored = await receiver.receive({
      signal,
      protocol: 'otlp-grpc',
      form: 'protobuf',
      tenant: tenant.value,
      body,
    });
    if (!stored.ok) return grpcStatus(stored.error);
    return Buffer.from(encodeExportResponse(signal, stored.value, 'protobuf'));
  };
  return (call, done) => {
    handle(call).then(
      (answer) => {
        if (Buffer.isBuffer(answer)) done(null, answer);
        else done(answer);
      },
      (error: unknown) => {
        onBug(error);
        done(grpcStatus(failure('internal', 'an internal error; the log of the server has its cause')));
      },
    );
  };
}
