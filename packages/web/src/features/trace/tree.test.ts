import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Span } from './otlp.js';
import { span } from './span.testkit.js';
import { buildTree, spanMatches, spansInPlace, subtree } from './tree.js';

const shape = (spans: readonly Span[]): string[] =>
  buildTree(spans).nodes.map(
    ({ span: s, depth, misplaced }) => `${'-'.repeat(depth)}${s.name}${misplaced ? `!${misplaced}` : ''}`,
  );

describe('buildTree', () => {
  it('orders children by start and keeps offsets from the start of the trace', () => {
    const tree = buildTree([
      span('c', 'a', 30, 40),
      span('a', '', 10, 90),
      span('b', 'a', 20, 25),
      span('d', 'b', 21, 22),
    ]);
    expect(tree.nodes.map(({ span: s, depth, offset }) => [s.name, depth, offset])).toEqual([
      ['a', 0, 0],
      ['b', 1, 10],
      ['d', 2, 11],
      ['c', 1, 20],
    ]);
    expect(tree.duration).toBe(80);
    expect(tree.roots[0]?.descendants).toBe(3);
  });

  it('marks orphans and puts them after the real roots', () => {
    expect(shape([span('x', 'gone', 1, 2), span('y', 'x', 1, 2), span('root', '', 5, 9)])).toEqual([
      'root',
      'x!orphan',
      '-y',
    ]);
  });

  it('cuts loops open at their earliest span', () => {
    expect(shape([span('b', 'a', 2, 3), span('a', 'b', 1, 3), span('self', 'self', 9, 9)])).toEqual([
      'self!cycle',
      'a!cycle',
      '-b',
    ]);
  });

  it('keeps two spans of one id', () => {
    const tree = buildTree([span('a', '', 1, 5), span('a', '', 2, 4), span('b', 'a', 3, 4)]);
    expect(tree.nodes.map(({ key }) => key)).toHaveLength(3);
    expect(new Set(tree.nodes.map(({ key }) => key)).size).toBe(3);
  });

  it('sees skew only across services, and errors below', () => {
    const tree = buildTree([
      span('a', '', 10, 20),
      span('b', 'a', 7, 12, { service: 't', status: 'error' }),
      span('c', 'a', 8, 12),
    ]);
    expect(tree.nodes.map(({ span: s, skew, errorBelow }) => [s.name, skew, errorBelow])).toEqual([
      ['a', 0, true],
      ['b', 3, false],
      ['c', 0, false],
    ]);
    expect(tree.errors).toBe(1);
  });

  it('takes a chain of 50,000 spans', () => {
    const spans = Array.from({ length: 50_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, i, 60_000));
    const tree = buildTree(spans);
    expect(tree.nodes.at(-1)?.depth).toBe(49_999);
    expect(tree.roots[0]?.descendants).toBe(49_999);
  });

  it('handles no spans at all', () => {
    expect(buildTree([])).toMatchObject({ nodes: [], duration: 1, errors: 0 });
  });

  it('shows every span exactly once, whatever the parents are', () => {
    const node = fc.record({
      id: fc.integer({ min: 0, max: 8 }),
      parent: fc.integer({ min: -1, max: 9 }),
      at: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 20 }), (raw) => {
        const spans = raw.map(({ id, parent, at }) => span(`n${id}`, parent < 0 ? '' : `n${parent}`, at, at + 1));
        const tree = buildTree(spans);
        expect(tree.nodes.map(({ span: s }) => spans.indexOf(s)).sort((a, b) => a - b)).toEqual([...spans.keys()]);
        expect(new Set(tree.nodes.map(({ key }) => key)).size).toBe(spans.length);
        expect(tree.nodes.filter(({ depth }) => depth === 0)).toHaveLength(tree.roots.length);
      }),
    );
  });
});

it('takes from the self time what children cover, once and within the span', () => {
  const tree = buildTree([
    span('a', '', 0, 100),
    span('b', 'a', 10, 30),
    span('c', 'a', 20, 40),
    span('d', 'a', 90, 150),
    span('e', 'b', 0, 5),
  ]);
  expect(Object.fromEntries(tree.nodes.map(({ span: s, self }) => [s.name, self]))).toEqual({
    a: 60,
    b: 20,
    c: 20,
    d: 60,
    e: 5,
  });
});

it('knows the spans whose way to a root is there', () => {
  const spans = [span('x', 'gone', 1, 2), span('y', 'x', 1, 2), span('b', 'a', 6, 7), span('a', '', 5, 9)];
  expect(spansInPlace(spans).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(spansInPlace([span('a', 'b', 1, 3), span('b', 'a', 2, 3)])).toEqual([]);
});

it('gives a node with all below it', () => {
  const tree = buildTree([span('a', '', 1, 9), span('b', 'a', 2, 8), span('c', 'b', 3, 4), span('d', 'a', 5, 6)]);
  const below = (index: number): string[] => {
    const node = tree.nodes[index];
    return node ? subtree(tree, node).map(({ span: s }) => s.name) : [];
  };
  expect(tree.nodes.map(({ index, parent }) => [index, parent?.span.name])).toEqual([
    [0, undefined],
    [1, 'a'],
    [2, 'b'],
    [3, 'a'],
  ]);
  expect(below(1)).toEqual(['b', 'c']);
  expect(below(0)).toEqual(['a', 'b', 'c', 'd']);
});

it('finds text in names and attributes', () => {
  const one = span('a', '', 1, 2, { attributes: [{ key: 'http.route', value: '/주문', type: 'string' }] });
  expect(['A', '/주문', 'http.route=/주', 'S'].map((text) => spanMatches(one, text))).toEqual([true, true, true, true]);
  expect(spanMatches(one, 'zzz')).toBe(false);
});
