import { expect, it } from 'vitest';
import { runsOf } from './sparkline.js';

it.each([
  [[1, 2, null, 3], '0:1 1:2 | 3:3'],
  [[null, null], ''],
  [[null, 5, null, null, 6, 7, null], '1:5 | 4:6 5:7'],
])('%j is drawn as %j', (values, expected) => {
  const runs = runsOf(values).map((run) => run.map(({ at, value }) => `${at}:${value}`).join(' '));
  expect(runs.join(' | ')).toBe(expected);
});
