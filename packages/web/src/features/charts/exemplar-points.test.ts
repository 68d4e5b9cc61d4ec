import { describe, expect, it } from 'vitest';
import { type Exemplar } from '../../api/prom-query-exemplars.js';
import { chooseExemplars, exemplarSubject, latencyTop } from './exemplar-points.js';

const own = { __name__: 'http_server_request_duration_seconds_bucket' };
const exemplar = (time: number, value: number, seriesLabels: Record<string, string> = own): Exemplar => ({
  traceId: 'a'.repeat(32),
  spanId: '',
  value,
  time,
  seriesLabels,
});

describe('chooseExemplars', () => {
  it('keeps the slowest of each slice, in time order', () => {
    const all = [exemplar(55, 2), exemplar(1, 1), exemplar(2, 3), exemplar(101, 9), exemplar(100, 4)];
    const chosen = chooseExemplars(all, { start: 0, end: 100 }, 10);
    expect(chosen.map(({ time, value }) => [time, value])).toEqual([
      [2, 3],
      [55, 2],
      [100, 4],
    ]);
  });

  it('prefers the charted metric and falls back to other durations', () => {
    const client = exemplar(10, 9, { __name__: 'http_client_request_duration_seconds_bucket' });
    expect(chooseExemplars([client, exemplar(50, 1)], { start: 0, end: 100 }, 10).map(({ value }) => value)).toEqual([
      1,
    ]);
    expect(chooseExemplars([client], { start: 0, end: 100 }, 10)).toEqual([client]);
  });
});

it.each([
  [undefined, [], undefined],
  [undefined, [2], 2.2],
  [1, [], 1.1],
  [1, [1.5], 1.65],
  [1, [60], 2],
])('lines to %j s with exemplars %j end at %j', (lineMax, values, top) => {
  const got = latencyTop(
    lineMax,
    values.map((value) => exemplar(0, value)),
  );
  if (top === undefined) expect(got).toBeUndefined();
  else expect(got).toBeCloseTo(top);
});

it('names the request', () => {
  expect(
    exemplarSubject(
      exemplar(0, 0, { http_request_method: 'GET', http_route: '/주문', http_response_status_code: '500' }),
    ),
  ).toBe('GET /주문 500');
  expect(exemplarSubject(exemplar(0, 0))).toBe('http_server_request_duration_seconds');
});
