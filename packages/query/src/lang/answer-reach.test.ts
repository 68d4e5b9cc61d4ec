import { expect, it } from 'vitest';
import { AnswerReach } from './answer-reach.js';

it('remembers the questions that were asked last', () => {
  const reach = new AnswerReach(2);
  const near = { back: 5n, candidates: 1 };
  const far = { back: 7n, candidates: 2 };
  for (const question of ['a', 'b', 'a', 'c']) reach.learn(question, near);
  expect(['a', 'b', 'c'].map((question) => reach.take(question))).toEqual([near, undefined, near]);
  reach.learn('a', far);
  expect([reach.take('a'), reach.take('a')]).toEqual([far, undefined]);
});
