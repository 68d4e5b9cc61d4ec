import type { IncomingMessage } from 'node:http';
import { err, limitExceeded, ok, type Limit, type Result } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import type { ByteBudget, ByteShare } from '../limits/byte-budget.js';

/** Bounds on ingest bodies. */
export interface BodyLimits {
  /** As it comes over the wire. */
  readonly maxBytes: Limit;
  /** After decompression. */
  readonly maxDecompressedBytes: Limit;
  /** All bodies together, compressed and not. */
  readonly inFlight: ByteBudget;
}

export const IN_FLIGHT_KEY = 'limits.request.maxBytesInFlight';

export function tooManyBytesInFlight(budget: ByteBudget): Failure {
  return failure(
    'overloaded',
    `the bodies of all requests together exceed ${budget.total} bytes (raise ${IN_FLIGHT_KEY}); send again later`,
  );
}

/**
 * Collects a body of at most `limits.maxBytes`, every byte of it reserved in `share`. What follows a refusal is read
 * and thrown away, here or by Node after the answer, so that a client that sends before it listens still gets it.
 */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  share: ByteShare,
): Promise<Result<Buffer, Failure>> {
  const declared = Number(request.headers['content-length'] ?? NaN);
  const max = limits.maxBytes.value;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (reason: Failure): void => {
      leave();
      chunks.length = 0;
      request.resume();
      resolve(err(reason));
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > max) return refuse(failure('body_too_large', limitExceeded(limits.maxBytes, `more than ${max}`)));
      if (Number.isNaN(declared) && !share.reserve(chunk.length)) return refuse(tooManyBytesInFlight(limits.inFlight));
      chunks.push(chunk);
    };
    const onEnd = (): void => {
      leave();
      resolve(ok(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)));
    };
    const onClose = (): void => refuse(failure('cancelled', 'the client hung up in the middle of the body'));
    const onError = (): void => onClose();
    const leave = (): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      // The 'error' listener stays: an aborted upload emits it after we have lost interest.
    };
    request.on('error', onError);
    // By its length alone, nothing of it is asked for: see `leaveBodiesUnread`.
    if (declared > max) return resolve(err(failure('body_too_large', limitExceeded(limits.maxBytes, declared))));
    if (declared > 0 && !share.reserve(declared)) return resolve(err(tooManyBytesInFlight(limits.inFlight)));
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
