import { DEFAULT_TENANT, SpanPlaces, type Tenant } from '@bongsu/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TraceExtents } from './trace-extents.js';

const S = 1_000_000_000n;
const T = DEFAULT_TENANT;
const OTHER = 'other' as Tenant;

const places = (...spans: readonly [id: number, seconds: number, rare: number][]): SpanPlaces => {
  const told = new SpanPlaces();
  for (const [id, seconds, rare] of spans) {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32BE(id, 12);
    told.add(bytes, 0, seconds, rare);
  }
  return told;
};

test('nothing is known until all is loaded', () => {
  const extents = new TraceExtents(10, () => undefined);
  extents.tell(T, places([1, 100, 0]));
  expect(extents.find(T, 0, 1)).toBeUndefined();
  extents.load(T, 0, 1, 90, 95, 1, 3);
  extents.loaded();
  // A second more on either side: the start of a span may be that wrong.
  expect(extents.find(T, 0, 1)).toEqual({ first: 89n * S, last: 102n * S - 1n, rare: 1, spanCount: 4 });
  expect(extents.find(T, 1, 0)).toBeUndefined();
  expect(extents.find(OTHER, 0, 1)).toBeUndefined();
});

test('a tenant has its own traces', () => {
  const extents = new TraceExtents(10, () => undefined);
  extents.loaded();
  extents.tell(T, places([1, 100, 1]));
  extents.tell(OTHER, places([1, 500, 2]));
  expect(extents.find(T, 0, 1)).toMatchObject({ first: 99n * S, rare: 1 });
  expect(extents.find(OTHER, 0, 1)).toMatchObject({ first: 499n * S, rare: 2 });
});

test('what is found holds all that was told, whatever the ids', () => {
  const id = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffff_ffff }));
  const span = fc.tuple(id, fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 31 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 300 }), (spans) => {
      const extents = new TraceExtents(1000, () => undefined);
      extents.loaded();
      extents.tell(T, places(...spans));
      for (const [which, seconds, rare] of spans) {
        const found = extents.find(T, 0, which)!;
        const own = spans.filter((one) => one[0] === which);
        expect(found.first <= BigInt(seconds) * S && found.last >= BigInt(seconds + 1) * S - 1n).toBe(true);
        expect(found.rare & rare).toBe(rare);
        expect(found.spanCount).toBe(own.length);
      }
      expect(extents.size).toBe(new Set(spans.map(([which]) => which)).size);
    }),
  );
});

test('full, it begins anew and asks for what is stored; full of that, it is off', () => {
  let reloads = 0;
  const extents = new TraceExtents(2, () => reloads++);
  extents.loaded();
  extents.tell(T, places([1, 1, 0], [2, 1, 0], [1, 2, 0]));
  expect(extents.state).toBe('known');
  extents.tell(T, places([3, 1, 0]));
  expect([extents.state, reloads, extents.size]).toEqual(['loading', 1, 1]);
  expect(extents.find(T, 0, 3)).toBeUndefined();
  extents.load(T, 0, 2, 1, 1, 0, 1);
  extents.loaded();
  expect(extents.find(T, 0, 3)).toMatchObject({ spanCount: 1 });
  extents.tell(T, places([4, 1, 0]));
  for (let i = 5; i < 9; i++) extents.load(T, 0, i, 1, 1, 0, 1);
  extents.loaded();
  expect([extents.state, reloads, extents.size]).toEqual(['off', 2, 0]);
  expect(extents.find(T, 0, 4)).toBeUndefined();
});

test('of none it is off from the first', () => {
  const extents = new TraceExtents(0, () => expect.fail());
  extents.tell(T, places([1, 1, 0]));
  extents.loaded();
  expect([extents.state, extents.find(T, 0, 1)]).toEqual(['off', undefined]);
});
