import { expect, it } from 'vitest';
import { type Frame } from '../../data/frame.js';
import { re2Patterns } from '../../patterns/re2-pattern.js';
import { graphOfFrames } from './graph-of-frames.js';

const panel = { fieldDefaults: { unit: 'reqps' }, overrides: [], compile: re2Patterns() };
const table = (columns: Readonly<Record<string, readonly unknown[]>>): Frame => ({
  refId: 'A',
  fields: Object.entries(columns).map(([name, values]) => ({
    name,
    type: typeof values[0] === 'number' ? 'number' : 'string',
    values,
  })),
});

it('reads nodes and edges from tables, and the nodes that only edges name', () => {
  const graph = graphOfFrames(
    [
      table({ id: ['web', 'web'], title: ['Web', 'Web'], mainStat: [2, 2], arc__failed: [0.5, 0.5] }),
      table({ id: ['web->cart'], source: ['web'], target: ['cart'], mainstat: [3] }),
    ],
    panel,
  );
  expect(graph).toEqual({
    nodes: [
      { id: 'web', title: 'Web', mainStat: '2 req/s', secondaryStat: '', errors: 0.5 },
      { id: 'cart', title: 'cart', mainStat: '', secondaryStat: '', errors: 0 },
    ],
    edges: [{ source: 'web', target: 'cart', mainStat: '3 req/s' }],
  });
});

it('finds no graph where nothing has the form of one', () => {
  expect(graphOfFrames([table({ Time: [1], Value: [2] })], panel)).toBeUndefined();
});
