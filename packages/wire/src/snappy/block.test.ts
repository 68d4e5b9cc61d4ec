import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { snappyLength, unsnappy } from './block.js';

const MAX = { key: 'limits.request.maxDecompressedBytes', value: 1000, unit: 'bytes' };

const always = () => true;

describe('snappy blocks', () => {
  it.each([0, 1, 100, 1000])('of %i bytes come back', async (length) => {
    const body = Buffer.alloc(length, 'ab');
    const answer = await unsnappy(compressSync(body), MAX, always);
    expect(answer.ok && answer.value.equals(body)).toBe(true);
  });

  it('too large by their own word are refused before they are decompressed', async () => {
    expect(await unsnappy(compressSync(Buffer.alloc(1001)), MAX, always)).toEqual({
      ok: false,
      error: {
        kind: 'too_large',
        message: 'decompressed: 1001 bytes exceeds the limit of 1000 bytes (raise limits.request.maxDecompressedBytes)',
      },
    });
    // A header alone, claiming 4 GiB.
    expect(await unsnappy(Buffer.from('ffffffff0f00', 'hex'), MAX, always)).toMatchObject({
      error: { kind: 'too_large' },
    });
  });

  it('for which there is no room are refused by their length', async () => {
    const asked: number[] = [];
    const answer = await unsnappy(compressSync(Buffer.alloc(300)), MAX, (bytes) => asked.push(bytes) < 0);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'no_room' } });
    expect(asked).toEqual([300]);
  });

  it.each([
    ['nothing', ''],
    ['a length that never ends', 'ffffffffff'],
    ['a length above 2^32', 'ffffffff7f'],
    ['a length and nothing', '05'],
    ['a copy from before the start', '050102'],
    ['the frame format', 'ff060000734e61507059'],
  ])('%s is malformed', async (_, hex) => {
    expect(await unsnappy(Buffer.from(hex, 'hex'), { ...MAX, value: 2 ** 33 }, always)).toMatchObject({
      ok: false,
      error: { kind: 'malformed' },
    });
  });

  it('say their length', () => {
    expect(snappyLength(compressSync(Buffer.alloc(300)))).toBe(300);
  });
});
