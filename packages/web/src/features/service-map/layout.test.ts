import { expect, it } from 'vitest';
import { layoutGraph } from './layout.js';

it('puts callers left of what they call, and nothing on top of anything', () => {
  const nodes = ['a', 'b', 'c', 'alone'].map((id) => ({ id, width: 100, height: 40 }));
  const places = layoutGraph({
    nodes,
    edges: [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'b', to: 'b' },
    ],
  });
  const [a, b, c] = [places['a'], places['b'], places['c']];
  expect(a && b && a.x + 100 < b.x).toBe(true);
  expect(b && c && Math.abs(b.y - c.y) >= 40).toBe(true);
  expect(Object.keys(places)).toHaveLength(4);
});
