import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { err, limitExceeded, ok, type Result } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import type { ByteShare } from '../limits/byte-budget.js';
import { tooManyBytesInFlight, type BodyLimits } from './body.js';

/** Large enough that a body of the usual size comes out in a few turns of the event loop. */
const CHUNK_SIZE = 256 * 1024;

/** Node has zstd since 22.15; the type package describes 20. */
const createZstd = Reflect.get(zlib, 'createZstdDecompress') as (() => Transform) | undefined;

/** `deflate` is the zlib format (RFC 9110), yet senders written for Go's `flate` leave its two bytes away. */
function isZlib(body: Buffer): boolean {
  return body.length >= 2 && (body[0]! & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

function decompressor(encoding: string, body?: Buffer): Result<(() => Transform) | undefined, Failure> {
  switch (encoding) {
    case '':
    case 'identity':
      return ok(undefined);
    case 'gzip':
    case 'x-gzip':
      return ok(() => zlib.createGunzip({ chunkSize: CHUNK_SIZE }));
    case 'deflate':
      return ok(() =>
        body === undefined || isZlib(body)
          ? zlib.createInflate({ chunkSize: CHUNK_SIZE })
          : zlib.createInflateRaw({ chunkSize: CHUNK_SIZE }),
      );
    case 'zstd':
      if (createZstd !== undefined) return ok(() => createZstd());
      return err(
        failure(
          'unsupported_encoding',
          `content-encoding zstd needs Node 22.15 or later, this is ${process.version}: send gzip, deflate or identity`,
        ),
      );
    default:
      return err(
        failure(
          'unsupported_encoding',
          `content-encoding ${JSON.stringify(encoding.slice(0, 60))} is not supported: send gzip, deflate, zstd or identity`,
        ),
      );
  }
}

/** Answers before a byte of the body is read, for an encoding that could not be undone anyway. */
export function checkEncoding(encoding: string): Failure | undefined {
  const found = decompressor(encoding.trim().toLowerCase());
  return found.ok ? undefined : found.error;
}

/**
 * Undoes a content encoding on zlib's threads, never more than `limits.maxDecompressedBytes` of output; the output is
 * reserved in `share` as it appears, so a bomb stops at whichever bound it meets first.
 */
export async function decompress(
  body: Buffer,
  encoding: string,
  limits: BodyLimits,
  share: ByteShare,
): Promise<Result<Buffer, Failure>> {
  const found = decompressor(encoding.trim().toLowerCase(), body);
  if (!found.ok) return found;
  if (found.value === undefined) return checkPlain(body, limits);
  const stream = found.value();
  const max = limits.maxDecompressedBytes.value;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    stream.end(body);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > max) {
        return err(
          failure('body_too_large', `decompressed: ${limitExceeded(limits.maxDecompressedBytes, `more than ${max}`)}`),
        );
      }
      if (!share.reserve(chunk.length)) return err(tooManyBytesInFlight(limits.inFlight));
      chunks.push(chunk);
    }
    return ok(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(failure('malformed_body', `the body is not valid ${encoding}: ${reason}`));
  } finally {
    stream.destroy();
  }
}

function checkPlain(body: Buffer, limits: BodyLimits): Result<Buffer, Failure> {
  if (body.length <= limits.maxDecompressedBytes.value) return ok(body);
  return err(failure('body_too_large', limitExceeded(limits.maxDecompressedBytes, body.length)));
}
