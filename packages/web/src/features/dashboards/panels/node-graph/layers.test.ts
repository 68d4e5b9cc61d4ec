import { expect, it } from 'vitest';
import { layered } from './layers.js';

const node = (id: string) => ({ id, title: id, mainStat: '', secondaryStat: '', errors: 0 });
const edge = (source: string, target: string) => ({ source, target, mainStat: '' });

it('puts callees below their deepest caller', () => {
  const placed = layered(['a', 'b', 'c'].map(node), [edge('a', 'b'), edge('b', 'c'), edge('a', 'c'), edge('c', 'c')]);
  expect(placed.nodes.map(({ node: { id }, layer }) => [id, layer])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
});

it('ends on circles', () => {
  const placed = layered(['a', 'b'].map(node), [edge('a', 'b'), edge('b', 'a')]);
  expect(placed.layers).toBe(2);
  expect(layered([], [])).toEqual({ nodes: [], layers: 1, widest: 1 });
});
