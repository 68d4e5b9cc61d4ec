import { expect, it } from 'vitest';
import { serviceColours, seriesColours } from './colours.js';

it('gives every service of a trace its own colour while there are enough', () => {
  const names = Array.from({ length: seriesColours }, (_, i) => `service-${i}`);
  expect(new Set(serviceColours(names).values()).size).toBe(seriesColours);
});

it('does not depend on the order, and works past the palette', () => {
  expect(serviceColours(['b', 'a', '주문'])).toEqual(serviceColours(['주문', 'b', 'a']));
  expect(serviceColours(Array.from({ length: 25 }, (_, i) => `s${i}`)).size).toBe(25);
});
