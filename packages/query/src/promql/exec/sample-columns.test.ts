import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleColumns } from './sample-columns.js';

const STALE = 0x7ff0000000000002n;
const bitsOf = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!;

interface Row {
  readonly series: bigint;
  readonly time: number;
  readonly bits: bigint;
  readonly start: number;
}

/** Rows as the engine writes them: blocks of 64-bit columns. */
function answer(blocks: readonly (readonly Row[])[]): Uint8Array {
  const column = (name: string, values: readonly bigint[]): Buffer =>
    Buffer.concat([Buffer.of(1), Buffer.from(name), Buffer.of(1), Buffer.from('T'), new Uint8Array(BigUint64Array.from(values, (v) => BigInt.asUintN(64, v)).buffer)]); // prettier-ignore
  return Buffer.concat(
    blocks.map((rows) =>
      Buffer.concat([
        Buffer.of(4, rows.length),
        column('f', rows.map((row) => row.series)), // prettier-ignore
        column('t', rows.map((row) => BigInt(row.time))), // prettier-ignore
        column('v', rows.map((row) => row.bits)), // prettier-ignore
        column('s', rows.map((row) => BigInt(row.start))), // prettier-ignore
      ]),
    ),
  );
}

/** What counts more of two samples at one time: any NaN, numbers by size, a stale marker last. */
function rank(bits: bigint): number {
  if (bits === STALE) return -Infinity;
  const value = new Float64Array(BigUint64Array.of(bits).buffer)[0]!;
  return Number.isNaN(value) ? Infinity : value;
}

const row = fc.record({
  series: fc.constantFrom(1n, 2n ** 63n + 5n),
  time: fc.integer({ min: -30, max: 30 }),
  bits: fc.oneof(fc.integer({ min: -5, max: 5 }).map(bitsOf), fc.constantFrom(STALE, bitsOf(NaN))),
  start: fc.constantFrom(0, -7, 12),
});

it('gives each series its samples in time order, one per time, whatever the order of the rows', () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 5 }), fc.boolean(), (blocks, isSorted) => {
      const order = (a: Row, b: Row): number => Number(a.series - b.series > 0n) - Number(a.series < b.series) || a.time - b.time; // prettier-ignore
      const rows = isSorted ? blocks.map((block) => block.toSorted(order)) : blocks;
      const found = sampleColumns(answer(rows), true);
      expect(found.rows).toBe(rows.flat().length);
      const best = new Map<bigint, Map<number, bigint>>();
      for (const { series, time, bits } of rows.flat()) {
        const own = best.get(series) ?? new Map<number, bigint>();
        best.set(series, own);
        const before = own.get(time);
        if (before === undefined || rank(bits) > rank(before)) own.set(time, bits);
      }
      expect(found.series.size).toBe(best.size);
      for (const [series, own] of best) {
        const expected = [...own].sort(([a], [b]) => a - b);
        const { times, values, stale } = found.series.get(series)!;
        expect([...times]).toEqual(expected.map(([time]) => time));
        const bits = new BigUint64Array(values.slice().buffer);
        expect([...bits]).toEqual(expected.map(([, value]) => value));
        expect([...(stale ?? new Uint8Array(times.length))]).toEqual(expected.map(([, b]) => Number(b === STALE)));
      }
    }),
  );
});
