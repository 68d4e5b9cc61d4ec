import { expect, it } from 'vitest';
import { parseInstantAnswer } from './prom-query.js';

it('reads a vector, with numbers JSON cannot write', () => {
  const result = [
    { metric: { a: 'x' }, value: [1.5, '+Inf'] },
    { metric: {}, value: [2, 'NaN'] },
    { metric: {}, value: [] },
  ];
  expect(parseInstantAnswer({ data: { resultType: 'vector', result }, infos: ['i'], warnings: ['w'] })).toEqual({
    samples: [
      { labels: { a: 'x' }, time: 1.5, value: Infinity },
      { labels: {}, time: 2, value: NaN },
    ],
    series: [],
    notes: ['w', 'i'],
  });
});

it.each([
  [{ resultType: 'scalar', result: [1, '2'] }, { samples: [{ labels: {}, time: 1, value: 2 }] }],
  [{ resultType: 'string', result: [1, 'x'] }, { text: 'x' }],
  [
    { resultType: 'matrix', result: [{ metric: {}, values: [[1, '2']] }] },
    { series: [{ labels: {}, samples: [[1, 2]] }] },
  ],
  [null, { samples: [] }],
])('reads %j', (data, part) => {
  expect(parseInstantAnswer({ data })).toMatchObject(part);
});
