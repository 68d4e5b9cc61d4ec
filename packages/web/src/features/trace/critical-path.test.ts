import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { criticalPath } from './critical-path.js';
import { type Span } from './otlp.js';
import { span } from './span.testkit.js';
import { buildTree } from './tree.js';

const pathOf = (...spans: readonly Span[]): Record<string, string> => {
  const tree = buildTree(spans);
  const found = criticalPath(tree);
  return Object.fromEntries(
    tree.nodes.flatMap(({ key, span: s }) => {
      const stretches = found.get(key);
      return stretches ? [[s.name, stretches.map(({ from, to }) => `${from}-${to}`).join(' ')]] : [];
    }),
  );
};

it('goes through the child that ends last, and the span itself where none runs', () => {
  expect(
    pathOf(span('root', '', 0, 100), span('a', 'root', 10, 40), span('b', 'root', 20, 80), span('c', 'b', 30, 70)),
  ).toEqual({ root: '0-10 80-100', a: '10-20', b: '20-30 70-80', c: '30-70' });
});

it.each([
  [
    'a child that outlives its parent counts to its end',
    [span('r', '', 0, 50), span('a', 'r', 10, 90)],
    { r: '0-10', a: '10-50' },
  ],
  ['a child before its parent is left out', [span('r', '', 50, 90), span('a', 'r', 10, 40)], { r: '40-80' }],
  [
    'a child that begins early counts from the start',
    [span('r', '', 50, 90), span('a', 'r', 10, 70)],
    { r: '60-80', a: '40-60' },
  ],
])('%s', (_what, spans, path) => {
  expect(pathOf(...spans)).toEqual(path);
});

it('covers the root exactly once, whatever its children are', () => {
  const child = fc.record({ parent: fc.nat(6), from: fc.nat(100), length: fc.nat(60) });
  fc.assert(
    fc.property(fc.array(child, { maxLength: 12 }), (children) => {
      const spans = [
        span('s0', '', 20, 120),
        ...children.map(({ parent, from, length }, i) =>
          span(`s${i + 1}`, `s${Math.min(parent, i)}`, from, from + length),
        ),
      ];
      const tree = buildTree(spans);
      const root = tree.roots[0];
      const stretches = [...criticalPath(tree).values()].flat().sort((a, b) => a.from - b.from);
      let reached = root?.offset ?? 0;
      for (const { from, to } of stretches) {
        expect(from).toBe(reached);
        reached = to;
      }
      expect(reached).toBe((root?.offset ?? 0) + 100);
    }),
  );
});
