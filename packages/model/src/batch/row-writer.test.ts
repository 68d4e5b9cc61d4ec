import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowWriter } from './row-writer.js';

const written = (write: (w: RowWriter) => void, initial = 1): Buffer => {
  const writer = new RowWriter(initial);
  write(writer);
  return Buffer.from(writer.view());
};

describe('RowWriter', () => {
  it.each<[string, (w: RowWriter) => void, string]>([
    ['u8', (w) => w.u8(255), 'ff'],
    ['u32', (w) => w.u32(0xfffffffe), 'feffffff'],
    ['u64 from halves', (w) => w.u64(1, 0x80000000), '0100000000000080'],
    ['i64 negative', (w) => w.i64(-2), 'feffffffffffffff'],
    ['i64 below -2^32', (w) => w.i64(-(2 ** 40) - 1), 'fffffffffffeffff'],
    ['i64 at 2^53 - 1', (w) => w.i64(Number.MAX_SAFE_INTEGER), 'ffffffffffff1f00'],
    ['i64big', (w) => w.i64big(-1n), 'ffffffffffffffff'],
    ['f64', (w) => w.f64(1), '000000000000f03f'],
    ['varint 127', (w) => w.varint(127), '7f'],
    ['varint 300', (w) => w.varint(300), 'ac02'],
    ['varint 2^32', (w) => w.varint(2 ** 32), '8080808010'],
    ['empty text', (w) => w.text(''), '00'],
    ['fixed, padded', (w) => w.fixed(Buffer.from('ab'), 0, 2, 4), '61620000'],
    ['zeros', (w) => w.zeros(3), '000000'],
  ])('%s', (_, write, hex) => {
    expect(written(write).toString('hex')).toBe(hex);
  });

  it('writes any text as its UTF-8 bytes after their LEB128 count', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const bytes = Buffer.from(text, 'utf8');
        const expected = written((w) => {
          w.varint(bytes.length);
          w.raw(bytes, 0, bytes.length);
        });
        expect(written((w) => w.text(text)).equals(expected)).toBe(true);
      }),
    );
  });

  it('keeps earlier bytes when it grows, and forgets what is truncated', () => {
    const writer = new RowWriter(2);
    for (let i = 0; i < 1000; i++) writer.u32(i);
    writer.truncate(400);
    expect(writer.length).toBe(400);
    const taken = writer.take();
    expect(taken.readUInt32LE(396)).toBe(99);
    writer.u8(7);
    expect(writer.view()).toEqual(Buffer.from([7]));
    expect(taken.readUInt32LE(0)).toBe(0);
  });
});
