import { expect, it } from 'vitest';
import { isolated, toggled } from './legend-selection.js';

const all = ['a', 'b', 'c'];

it('toggles one', () => {
  expect([...toggled(new Set(), 'a')]).toEqual(['a']);
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
});

it('isolates one, and shows all again', () => {
  const alone = isolated(new Set(['c']), 'b', all);
  expect([...alone]).toEqual(['a', 'c']);
  expect([...isolated(alone, 'b', all)]).toEqual([]);
  expect([...isolated(alone, 'a', all)]).toEqual(['b', 'c']);
});
