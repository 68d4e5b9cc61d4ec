import { expect, it } from 'vitest';
import { layoutGraph } from './layout.js';

it('puts callers left of what they call, and nothing on top of anything', () => {
  const nodes = ['a', 'b', 'c', 'alone'].map((id) => ({ id, width: 100, height: 40 }));
  const { places, direction } = layoutGraph({
    canvas: { width: 1_200, height: 800 },
    nodes,
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'b', to: 'b' },
    ],
  });
  expect(direction).toBe('right');
  const [a, b, c] = [places['a'], places['b'], places['c']];
  expect(a && b && a.x + 100 < b.x).toBe(true);
  expect(b && c && Math.abs(b.y - c.y) >= 40).toBe(true);
  expect(Object.keys(places)).toHaveLength(4);
});

it.each([
  [{ width: 1_200, height: 800 }, 'down'],
  [{ width: 2_400, height: 300 }, 'right'],
])('leads a long chain of calls to where it shows larger on %j', (canvas, expected) => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { places, direction } = layoutGraph({
    canvas,
    nodes: ids.map((id) => ({ id, width: 212, height: 58 })),
    edges: ids.slice(1).map((to, i) => ({ from: ids[i] ?? '', to })),
  });
  expect(direction).toBe(expected);
  const along = ids.map((id) => places[id]?.[expected === 'down' ? 'y' : 'x'] ?? NaN);
  expect(along).toEqual(along.toSorted((one, other) => one - other));
});
