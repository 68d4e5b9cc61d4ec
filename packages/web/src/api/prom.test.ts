import { expect, it } from 'vitest';
import { parseExemplars } from './prom-query-exemplars.js';
import { parseMatrix } from './prom-query-range.js';

it('reads a matrix and leaves NaN out', () => {
  const body = {
    data: {
      result: [
        {
          metric: { le: '+Inf' },
          values: [
            [1, '0.5'],
            [2, 'NaN'],
            [3, '+Inf'],
            [4, '2'],
          ],
        },
      ],
    },
  };
  expect(parseMatrix(body)).toEqual([
    {
      labels: { le: '+Inf' },
      samples: [
        [1, 0.5],
        [4, 2],
      ],
    },
  ]);
});

it('reads exemplars of both spellings and drops those without a trace', () => {
  const body = {
    data: [
      {
        seriesLabels: { __name__: 'x_bucket' },
        exemplars: [
          { labels: { trace_id: 'AB'.repeat(16), span_id: 'CD'.repeat(8) }, value: '0.2', timestamp: 1600096945.479 },
          { labels: { traceID: 'ff' }, value: '6', timestamp: 2 },
          { labels: { user: 'x' }, value: '6', timestamp: 2 },
          { labels: { trace_id: '../x' }, value: '6', timestamp: 2 },
        ],
      },
    ],
  };
  expect(parseExemplars(body).map(({ traceId, spanId, value }) => [traceId, spanId, value])).toEqual([
    ['ab'.repeat(16), 'cd'.repeat(8), 0.2],
    [`${'0'.repeat(30)}ff`, '', 6],
  ]);
  expect(parseExemplars({ status: 'success' })).toEqual([]);
});
