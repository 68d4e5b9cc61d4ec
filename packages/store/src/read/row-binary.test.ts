import { describe, expect, it } from 'vitest';
import { RowWriter } from '@bongsu/model';
import { RowBinaryReader } from './row-binary.js';

describe('RowBinaryReader', () => {
  it('reads what RowWriter writes', () => {
    const row = new RowWriter();
    row.u8(200);
    row.u32(4_000_000_000);
    row.u64(0xffffffff, 0x80000000);
    row.u64(1, 2);
    row.i64(-1_700_000_000_123);
    row.i64(-1);
    row.i64big(-(2n ** 63n));
    row.f64(0.1);
    row.text('한글'.repeat(50));
    row.fixed(Uint8Array.of(1, 255), 0, 2, 4);
    row.varint(300);
    const reader = new RowBinaryReader(row.take());
    expect(reader.u8()).toBe(200);
    expect(reader.u32()).toBe(4_000_000_000);
    reader.u64();
    expect([reader.lo, reader.hi]).toEqual([0xffffffff, 0x80000000]);
    expect(reader.u64big()).toBe((2n << 32n) + 1n);
    expect(reader.i64()).toBe(-1_700_000_000_123);
    expect(reader.i64()).toBe(-1);
    expect(reader.i64big()).toBe(-(2n ** 63n));
    expect(reader.f64()).toBe(0.1);
    expect(reader.text()).toBe('한글'.repeat(50));
    expect(reader.hex(4)).toBe('01ff0000');
    expect(reader.varint()).toBe(300);
    expect(reader.done).toBe(true);
    expect(() => reader.u8()).toThrow('BUG');
  });

  it('keeps the bits of a NaN', () => {
    const stale = Uint8Array.of(2, 0, 0, 0, 0, 0, 0xf0, 0x7f);
    const reader = new RowBinaryReader(Uint8Array.of(...stale, 2, ...stale, ...new Uint8Array(8)));
    expect(reader.f64bits()).toBeNaN();
    expect([reader.lo, reader.hi]).toEqual([2, 0x7ff00000]);
    const values = reader.f64array();
    expect(new Uint8Array(values.buffer).subarray(0, 8)).toEqual(stale);
    expect(values[1]).toBe(0);
  });

  it('reads arrays, maps and nullables', () => {
    const row = new RowWriter();
    row.varint(2);
    row.text('a');
    row.text('1');
    row.text('a');
    row.text('2');
    row.u8(1);
    row.u8(0);
    row.u8(7);
    row.varint(1);
    row.i64big(5n);
    const reader = new RowBinaryReader(row.take());
    expect(
      reader.map(
        (r) => r.text(),
        (r) => r.text(),
      ),
    ).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
    expect(reader.isNull()).toBe(true);
    expect(reader.isNull()).toBe(false);
    expect(reader.i8()).toBe(7);
    expect(reader.i64array()).toEqual(BigInt64Array.of(5n));
  });
});
