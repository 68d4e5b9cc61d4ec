import { expect, it } from 'vitest';
import { callPaths } from './call-paths.js';
import { layoutFlame } from './flame-layout.js';
import { span } from './span.testkit.js';
import { buildTree } from './tree.js';

it('gives frames the width of what runs in and below them', () => {
  const tree = buildTree([
    span('a', '', 0, 100),
    span('b', 'a', 0, 60),
    span('c', 'a', 60, 90),
    span('d', 'b', 0, 30),
    span('e', 'a', 90, 90),
  ]);
  const { frames, levels, hidden } = layoutFlame(callPaths(tree.nodes));
  expect(frames.map(({ path, level, left, width }) => [path.name, level, left, width])).toEqual([
    ['a', 0, 0, 100],
    ['b', 1, 0, 60],
    ['c', 1, 60, 30],
    ['d', 2, 0, 30],
  ]);
  expect([levels, hidden]).toEqual([3, 1]);
});

it('cuts a chain that is too deep to be seen', () => {
  const chain = Array.from({ length: 300 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, 0, 10));
  expect(layoutFlame(callPaths(buildTree(chain).nodes))).toMatchObject({ levels: 100, hidden: 1 });
});
