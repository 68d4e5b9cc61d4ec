import { expect, it } from 'vitest';
import { operationRows } from './operation-rows.js';

const sample = (span_name: string, value: number, kind = 'CLIENT') => ({
  labels: { span_name, span_kind: `SPAN_KIND_${kind}` },
  value,
});

it('joins the answers: requests first, the busiest of each', () => {
  expect(
    operationRows({
      rates: [{ labels: { span_name: 'POST /주문' }, along: [0, 4] }],
      calls: [
        sample('GET', 30),
        sample('POST /주문', 10, 'SERVER'),
        sample('POST /주문', 2),
        sample('정산', 11, 'CONSUMER'),
        sample('gone', 0),
      ],
      errors: [sample('POST /주문', 3)],
      p95: [sample('GET', NaN), sample('POST /주문', 0.25)],
    }),
  ).toEqual([
    { name: 'POST /주문', kind: 'server', calls: 12, rates: [0, 4], errors: 0.25, p95: 0.25 },
    { name: '정산', kind: 'consumer', calls: 11, rates: [], errors: 0, p95: undefined },
    { name: 'GET', kind: 'client', calls: 30, rates: [], errors: 0, p95: undefined },
  ]);
});
