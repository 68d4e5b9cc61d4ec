import { describe, expect, it } from 'vitest';
import { readDashboard } from '../model/read-dashboard.js';
import { type Resolved } from '../variables/resolve.js';
import { re2Patterns } from '../patterns/re2-pattern.js';
import { places } from './place.js';
import { repeated } from './repeat.js';

const dashboard = readDashboard(
  {
    panels: [
      { id: 1, type: 'stat', title: '$node', repeat: 'node', gridPos: { x: 0, y: 0, w: 24, h: 4 } },
      { id: 2, type: 'stat', gridPos: { x: 0, y: 4, w: 12, h: 8 } },
      { id: 9, type: 'row', title: 'Row $node', repeat: 'node', gridPos: { x: 0, y: 20, w: 24, h: 1 } },
      { id: 3, type: 'stat', gridPos: { x: 12, y: 30, w: 24, h: 8 } },
    ],
    templating: { list: [{ name: 'node', type: 'custom', query: 'a,b,c', multi: true }] },
  },
  re2Patterns(),
);
const [variable] = dashboard.variables;
if (!variable) throw new Error('the dashboard has a variable');
const options = ['a', 'b', 'c'].map((value) => ({ value, text: value }));
const resolved = (chosen: string[]): Resolved => ({
  variables: [{ variable, options, chosen, problem: undefined }],
  scope: new Map(),
});

describe('repeat', () => {
  it('copies panels and rows', () => {
    const rows = repeated(dashboard.rows, resolved(['a', 'b', 'c']));
    expect(rows.map(({ key, scoped }) => [key, scoped])).toEqual([
      ['top', {}],
      ['row-9', { node: 'a' }],
      ['row-9-b', { node: 'b' }],
      ['row-9-c', { node: 'c' }],
    ]);
    expect(rows[0]?.panels.map(({ key, gridPos: { x, y, w } }) => [key, x, y, w])).toEqual([
      ['panel-1', 0, 0, 8],
      ['panel-1-b', 8, 0, 8],
      ['panel-1-c', 16, 0, 8],
      ['panel-2', 0, 4, 12],
    ]);
  });

  it('takes all options for All and keeps one copy without values', () => {
    expect(repeated(dashboard.rows, resolved(['$__all']))).toHaveLength(4);
    expect(repeated(dashboard.rows, resolved([]))).toHaveLength(2);
  });
});

it('closes gaps and keeps panels in the grid', () => {
  const [, row] = dashboard.rows;
  expect([...places(row?.panels ?? [])]).toEqual([['panel-3', { x: 0, y: 0, w: 24, h: 8 }]]);
});
