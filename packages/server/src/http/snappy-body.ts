import { err, type Result } from '@bongsu/model';
import { unsnappy } from '@bongsu/wire/snappy';
import { failure, type Failure } from '../errors/failure.js';
import type { ByteShare } from '../limits/byte-budget.js';
import { tooManyBytesInFlight, type BodyLimits } from './body.js';

/** Undoes a block of Snappy of at most `limits.maxDecompressedBytes`; what it takes is reserved in `share` before. */
export async function unsnappyBody(
  block: Buffer,
  limits: BodyLimits,
  share: ByteShare,
): Promise<Result<Buffer, Failure>> {
  const body = await unsnappy(block, limits.maxDecompressedBytes, (bytes) => share.reserve(bytes));
  if (body.ok) return body;
  const { kind, message } = body.error;
  switch (kind) {
    case 'no_room':
      return err(tooManyBytesInFlight(limits.inFlight));
    case 'too_large':
      return err(failure('body_too_large', message));
    case 'malformed':
      return err(failure('malformed_body', message));
  }
}
