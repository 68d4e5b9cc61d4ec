import * as zlib from 'node:zlib';
import { expect, it } from 'vitest';
import { ByteBudget } from '../limits/byte-budget.js';
import type { BodyLimits } from './body.js';
import { decompress } from './decompress.js';

const MIB = 1024 * 1024;
const limits = (decompressed = MIB, inFlight = 8 * MIB): BodyLimits => ({
  maxBytes: { key: 'limits.request.maxBytes', value: MIB, unit: 'bytes' },
  maxDecompressedBytes: { key: 'limits.request.maxDecompressedBytes', value: decompressed, unit: 'bytes' },
  inFlight: new ByteBudget(inFlight),
});
const plain = Buffer.from('봉수 '.repeat(20_000));

async function run(body: Buffer, encoding: string, bounds = limits()) {
  const share = bounds.inFlight.open();
  const result = await decompress(body, encoding, bounds, share);
  const held = bounds.inFlight.held;
  share.release();
  return { result, held };
}

it.each([
  ['', plain],
  ['identity', plain],
  ['gzip', zlib.gzipSync(plain)],
  ['GZIP', zlib.gzipSync(plain)],
  ['deflate', zlib.deflateSync(plain)],
  ['deflate', zlib.deflateRawSync(plain)],
])('undoes %j', async (encoding, body) => {
  const { result } = await run(body, encoding);
  expect(result.ok && result.value.equals(plain)).toBe(true);
});

it('stops a bomb at the limit, by name, holding no more than a chunk above it', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(200 * MIB));
  const { result, held } = await run(bomb, 'gzip', limits(4 * MIB));
  expect(result).toMatchObject({ ok: false, error: { code: 'body_too_large' } });
  expect(result.ok ? '' : result.error.message).toContain('limits.request.maxDecompressedBytes');
  expect(held).toBeLessThanOrEqual(4 * MIB);
});

it('refuses when all bodies together hold too much', async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(20 * MIB));
  const { result } = await run(bomb, 'gzip', limits(64 * MIB, 4 * MIB));
  expect(result).toMatchObject({ ok: false, error: { code: 'overloaded', retryAfter: 1000 } });
});

it.each([
  ['gzip', Buffer.from('not gzip at all')],
  ['gzip', zlib.gzipSync(plain).subarray(0, 40)],
  ['deflate', Buffer.from([1, 2, 3])],
])('calls damaged %s malformed', async (encoding, body) => {
  expect((await run(body, encoding)).result).toMatchObject({ ok: false, error: { code: 'malformed_body' } });
});

it('names an encoding it does not know', async () => {
  const { result } = await run(plain, 'br');
  expect(result).toMatchObject({ ok: false, error: { code: 'unsupported_encoding' } });
});

it('takes zstd where the runtime has it and says so where it has not', async () => {
  const compress = Reflect.get(zlib, 'zstdCompressSync') as ((input: Buffer) => Buffer) | undefined;
  const { result } = await run(compress?.(plain) ?? plain, 'zstd');
  if (compress !== undefined) expect(result.ok && result.value.equals(plain)).toBe(true);
  else
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unsupported_encoding', message: expect.stringContaining('22.15') as string },
    });
});
