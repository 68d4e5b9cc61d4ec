import { expect, it } from 'vitest';
import { operationRows } from './operation-rows.js';

const sample = (span_name: string, value: number) => ({ labels: { span_name }, value });

it('joins the answers, busiest first', () => {
  expect(
    operationRows(
      [sample('GET', 1), sample('POST /주문', 4), sample('gone', 0)],
      [sample('POST /주문', 1)],
      [sample('GET', NaN), sample('POST /주문', 0.25)],
    ),
  ).toEqual([
    { name: 'POST /주문', rate: 4, errors: 0.25, p95: 0.25 },
    { name: 'GET', rate: 1, errors: 0, p95: undefined },
  ]);
});
