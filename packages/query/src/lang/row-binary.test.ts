import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowBinaryReader } from './row-binary.js';

function lengthOf(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}
const withLength = (bytes: Uint8Array): Buffer => Buffer.concat([lengthOf(bytes.length), bytes]);

/** A reader of bytes that stand somewhere within a larger buffer, as a slice of a pool does. */
function readerOf(...parts: readonly Uint8Array[]): RowBinaryReader {
  const bytes = Buffer.concat([Buffer.from('xyz'), ...parts, Buffer.from('xyz')]);
  return new RowBinaryReader(bytes.subarray(3, -3));
}

/** Texts that come again, of all lengths around those that are looked for, and bytes that are no UTF-8. */
const texts = fc.array(
  fc.oneof(
    fc.constantFrom('', 'GET', 'http.request.method', 'http.response.status', '가나다라').map((t) => Buffer.from(t)),
    fc.string({ unit: 'binary', maxLength: 40 }).map((t) => Buffer.from(t)),
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 }).map((t) => Buffer.from(t)),
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ min: 126, max: 129, maxLength: 13 }),
  ),
  { maxLength: 60 },
);

describe('texts', () => {
  it('are what the bytes say, however often they come', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const twice = [...all, ...all];
        const reader = readerOf(...twice.map(withLength));
        expect(twice.map(() => reader.text())).toEqual(twice.map((bytes) => Buffer.from(bytes).toString()));
        expect(reader.done).toBe(true);
      }),
    );
  });

  it('that fall on the same place are told apart', () => {
    const all = Array.from({ length: 2000 }, (_, i) => `user-${i % 700}`);
    const reader = readerOf(...all.map((text) => withLength(Buffer.from(text))));
    expect(all.map(() => reader.text())).toEqual(all);
  });
});

it('ids in hex', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 8, maxLength: 8 }), (any, eight) => {
      const reader = readerOf(any, eight);
      expect(reader.hex(any.length)).toBe(Buffer.from(any).toString('hex'));
      expect(reader.hex(8)).toBe(Buffer.from(eight).toString('hex'));
      expect(reader.done).toBe(true);
    }),
  );
});

it('numbers, little-endian', () => {
  fc.assert(
    fc.property(
      fc.nat(0xffffffff),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.maxSafeInteger(),
      fc.double(),
      (u32, i64, small, f64) => {
        const bytes = Buffer.alloc(36);
        bytes.writeUInt32LE(u32, 0);
        bytes.writeBigInt64LE(i64, 4);
        bytes.writeBigUInt64LE(BigInt.asUintN(64, i64), 12);
        bytes.writeBigInt64LE(BigInt(small), 20);
        bytes.writeDoubleLE(f64, 28);
        const reader = readerOf(bytes);
        const read = [reader.u32(), reader.i64(), reader.u64(), reader.i64AsNumber(), reader.f64()];
        expect(read).toEqual([u32, i64, BigInt.asUintN(64, i64), small, f64]);
      },
    ),
  );
});

it('arrays and maps, in their order', () => {
  const of = (text: string): Buffer => withLength(Buffer.from(text));
  const reader = readerOf(
    lengthOf(300),
    Buffer.alloc(300, 7),
    lengthOf(2),
    of('a'),
    of('b'),
    of('a'),
    of(''),
    of('end'),
  );
  expect(reader.array(() => reader.u8())).toEqual(new Array(300).fill(7));
  expect(reader.textMap()).toEqual([
    ['a', 'b'],
    ['a', ''],
  ]);
  expect(reader.bytes(4).toString()).toBe('\u0003end');
  expect(reader.done).toBe(true);
});

it('answers that are cut off throw, wherever the cut is', () => {
  const whole = Buffer.concat([
    Buffer.alloc(4 + 8 + 8 + 8 + 8 + 1, 1),
    lengthOf(300),
    Buffer.alloc(300, 'x'),
    withLength(Buffer.from('short')),
    Buffer.alloc(16 + 8 + 3),
    lengthOf(1),
    withLength(Buffer.from('k')),
    withLength(Buffer.from('v')),
  ]);
  const readAll = (bytes: Uint8Array): RowBinaryReader => {
    const reader = readerOf(bytes);
    reader.u32();
    reader.i64();
    reader.u64();
    reader.i64AsNumber();
    reader.f64();
    reader.u8();
    reader.text();
    reader.text();
    reader.hex(16);
    reader.hex(8);
    reader.bytes(3);
    reader.textMap();
    return reader;
  };
  expect(readAll(whole).done).toBe(true);
  for (let end = 0; end < whole.length; end++) {
    expect(() => readAll(whole.subarray(0, end)), String(end)).toThrow(RangeError);
  }
  expect(() => readerOf(Buffer.from([0x80])).length()).toThrow('BUG: 2 bytes of 1 are read');
});
