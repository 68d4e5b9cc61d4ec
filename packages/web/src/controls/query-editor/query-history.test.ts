import { expect, it } from 'vitest';
import { QueryHistory } from './query-history.js';

it('goes to older queries and back to the draft', () => {
  const history = new QueryHistory(() => ['newest', 'older']);
  expect(history.step(1, 'draft')).toBe('newest');
  expect(history.step(1, 'newest')).toBe('older');
  expect(history.step(1, 'older')).toBeUndefined();
  expect(history.step(-1, 'older')).toBe('newest');
  expect(history.step(-1, 'newest')).toBe('draft');
  expect(history.step(-1, 'draft')).toBeUndefined();
});

it('skips the query that is there already', () => {
  const history = new QueryHistory(() => ['same', 'older']);
  expect(history.step(1, 'same')).toBe('older');
});

it('begins at the newest again after a run', () => {
  const history = new QueryHistory(() => ['b', 'a']);
  history.step(1, '');
  history.step(1, 'b');
  history.reset();
  expect(history.step(1, '')).toBe('b');
});
