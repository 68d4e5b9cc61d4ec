import { expect, it } from 'vitest';
import { RareAnswers } from './rare-answers.js';

it('remembers the last of the questions that were rare, until they are not', () => {
  const rare = new RareAnswers(2);
  for (const question of ['a', 'b', 'a', 'c']) rare.learn(question, true);
  expect(['a', 'b', 'c'].map((question) => rare.has(question))).toEqual([true, false, true]);
  rare.learn('a', false);
  rare.learn('d', false);
  expect(['a', 'c', 'd'].map((question) => rare.has(question))).toEqual([false, true, false]);
});
