import { expect, it } from 'vitest';
import { weightOfAttribute, weightOfThreshold, weightOfTraceState } from './sampling-weight.js';

it.each([
  ['', 1],
  ['vendor=x', 1],
  ['ot=th:0', 1],
  ['ot=th:8', 2],
  ['ot=th:c', 4],
  ['ot=th:fd70a3d70a3d71', 100],
  ['a=b,ot=rv:1;th:8', 2],
  ['ot=th:8;rv:1,a=b', 2],
  ['ot=rv:1', 1],
  ['not=th:8', 1],
])('a span with tracestate %s stands for %d', (traceState, weight) => {
  expect(weightOfTraceState(traceState)).toBeCloseTo(weight, 6);
});

it('a threshold is a fraction in hex', () => expect(weightOfThreshold('4')).toBeCloseTo(4 / 3, 9));

it('an attribute weighs only as a positive number', () => {
  const of = (type: string, value: string) => weightOfAttribute([{ key: 'w', type, value }], 'w');
  expect([of('i', '10'), of('d', '2.5'), of('i', '0'), of('s', '10'), of('d', 'NaN')]).toEqual([
    10,
    2.5,
    undefined,
    undefined,
    undefined,
  ]);
  expect(weightOfAttribute([], 'w')).toBeUndefined();
});
