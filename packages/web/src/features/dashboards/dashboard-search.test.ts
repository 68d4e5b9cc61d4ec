import { expect, it } from 'vitest';
import { chosenVariables, validateDashboardSearch } from './dashboard-search.js';

it('keeps variables and what it knows', () => {
  const search = validateDashboardSearch({
    'var-a': 'x',
    'var-b': ['y', 'z'],
    'var-': 'no',
    edit: 'yes',
    viewPanel: 'panel-1',
    other: '1',
  });
  expect(search).toEqual({ 'var-a': 'x', 'var-b': ['y', 'z'], viewPanel: 'panel-1' });
  expect(chosenVariables(search)).toEqual({ a: ['x'], b: ['y', 'z'] });
});

it.each([
  ['10s', '10s'],
  ['1m', '1m'],
  ['7s', undefined],
  [undefined, undefined],
])('refresh=%s is a choice: %s', (refresh, kept) => {
  expect(validateDashboardSearch({ from: 'now-1h', to: 'now', refresh }).refresh).toBe(kept);
});
