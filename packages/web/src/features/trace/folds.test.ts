import { describe, expect, it } from 'vitest';
import {
  fold,
  foldLevel,
  isFolded,
  noFolds,
  parseFolds,
  printFolds,
  reveal,
  visibleNodes,
  type Folds,
} from './folds.js';
import { span } from './span.testkit.js';
import { buildTree, subtree, type TreeNode } from './tree.js';

const tree = buildTree([
  span('a', '', 1, 9),
  span('b', 'a', 2, 8),
  span('c', 'b', 3, 4),
  span('e', 'c', 3, 4),
  span('d', 'a', 5, 6),
]);
const names = (folds: Folds): string =>
  visibleNodes(tree.nodes, folds)
    .map(({ span: s }) => s.name)
    .join('');
const node = (name: string): TreeNode => {
  const found = tree.nodes.find(({ span: s }) => s.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('rows', () => {
  it.each([
    [undefined, 'abced'],
    ['b', 'abd'],
    ['a', 'a'],
    ['d', 'abced'],
    ['all', 'a'],
    ['all,a', 'abd'],
    ['all,a,b', 'abcd'],
  ])('of %s are %s', (text, shown) => {
    expect(names(parseFolds(text))).toBe(shown);
  });
});

it('collapses and expands one node, or all below it', () => {
  const deep = fold(noFolds, subtree(tree, node('b')), true);
  expect(names(deep)).toBe('abd');
  expect(names(fold(deep, [node('b')], false))).toBe('abcd');
  expect(names(fold(deep, subtree(tree, node('b')), false))).toBe('abced');
});

it('collapses from the bottom and expands from the top, level by level', () => {
  const shown: string[] = [];
  let folds = noFolds;
  for (const by of [-1, -1, -1, -1, 1, 1, 1, 1] as const) {
    folds = foldLevel(tree, folds, by);
    shown.push(names(folds));
  }
  expect(shown).toEqual(['abcd', 'abd', 'a', 'a', 'abd', 'abcd', 'abced', 'abced']);
});

it('opens the way to a node, whatever is collapsed', () => {
  for (const text of ['a,b,c', 'all']) expect(names(reveal(parseFolds(text), node('e')))).toContain('e');
});

it('goes through an address and back, unless it is too long for one', () => {
  for (const text of [undefined, 'b', 'all', 'all,a']) expect(printFolds(parseFolds(text))).toBe(text);
  expect(printFolds({ all: false, ids: new Set(Array.from({ length: 101 }, (_, i) => String(i))) })).toBeUndefined();
  expect(isFolded(parseFolds('d'), node('d'))).toBe(false);
});
