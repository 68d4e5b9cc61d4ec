import { expect, it } from 'vitest';
import { ExemplarRoom } from './exemplar-room.js';

it.each([
  { most: 2, points: 4, offered: ['a0', 'b0', 'b1', 'c2'], taken: ['a0', 'b1'] },
  { most: 4, points: 2, offered: ['a0', 'a1', 'b0', 'c0', 'c1', 'd1', 'e1'], taken: ['a0', 'b0', 'c1', 'd1'] },
  { most: 0, points: 2, offered: ['a0'], taken: [] },
])('$most exemplars over $points points: one of each trace', ({ most, points, offered, taken }) => {
  const room = new ExemplarRoom(most, points);
  expect(offered.filter(([trace, point]) => room.take(trace!, Number(point)))).toEqual(taken);
});
