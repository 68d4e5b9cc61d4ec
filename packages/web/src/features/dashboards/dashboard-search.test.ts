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
