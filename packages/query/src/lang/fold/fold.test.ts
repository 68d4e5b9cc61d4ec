import { expect, it } from 'vitest';
import { countOf } from './count.js';
import { greatestOf, leastOf } from './extreme.js';
import type { StepColumns } from './step-columns.js';
import { deviationOf, varianceOf } from './variance.js';

/** `_` is a step without a value. */
const columns = (...steps: readonly (number | '_')[]): StepColumns => ({
  values: Float64Array.from(steps, (value) => (value === '_' ? 0 : value)),
  present: Uint8Array.from(steps, (value) => (value === '_' ? 0 : 1)),
});
const steps = ({ values, present }: StepColumns): (number | '_')[] =>
  Array.from(values, (value, i) => (present[i] === 0 ? '_' : value));

const MEMBERS = [columns(1, '_', NaN, NaN, -Infinity), columns(4, '_', 2, NaN, 7), columns(-2, 5, '_', '_', '_')];

it.each([
  ['count', countOf, [3, 1, 2, 2, 2]],
  ['min', leastOf, [-2, 5, 2, NaN, -Infinity]],
  ['max', greatestOf, [4, 5, 2, NaN, 7]],
  ['stdvar', varianceOf, [6, 0, NaN, NaN, NaN]],
  ['stddev', deviationOf, [Math.sqrt(6), 0, NaN, NaN, NaN]],
] as const)('folds %s per step, over the members that have a value there', (_, fold, expected) => {
  expect(steps(fold(MEMBERS, 5))).toEqual(expected);
  expect(steps(fold([columns('_')], 1))).toEqual(['_']);
  expect(steps(fold([], 1))).toEqual(['_']);
});
