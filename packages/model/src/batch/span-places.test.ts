import { expect, test } from 'vitest';
import { SpanPlaces, type VisitPlace } from './span-places.js';

const all = (places: SpanPlaces): Parameters<VisitPlace>[] => {
  const found: Parameters<VisitPlace>[] = [];
  places.forEach((...place) => found.push(place));
  return found;
};

test('an entry is the end of the id, when, and the rare parts, in the order they came', () => {
  const places = new SpanPlaces();
  const id = Buffer.from('ff00112233445566778899aabbccddeeff', 'hex');
  places.add(id, 1, 4_000_000_000, 255);
  places.add(id, 0, 5, 0);
  expect(all(places)).toEqual([
    [0x8899aabb, 0xccddeeff, 4_000_000_000, 255],
    [0x778899aa, 0xbbccddee, 5, 0],
  ]);
});

test('it takes as many as come', () => {
  const places = new SpanPlaces();
  for (let i = 0; i < 1000; i++) {
    const id = Buffer.alloc(16);
    id.writeUInt32BE(i, 12);
    places.add(id, 0, i, i & 31);
  }
  expect(places.count).toBe(1000);
  expect(all(places)).toEqual(Array.from({ length: 1000 }, (_, i) => [0, i, i, i & 31]));
});
