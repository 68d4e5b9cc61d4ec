import { formatParseError, parse } from '@bongsu/query/promql/syntax';
import { describe, expect, it } from 'vitest';
import { adviseAll, errorOffset } from './advice.js';

/** What the server says of a query. */
function complaint(query: string): string {
  const parsed = parse(query);
  return parsed.ok
    ? 'invalid expression type "range vector" for range query, must be Scalar or instant Vector'
    : formatParseError(query, parsed.error);
}

describe('advice', () => {
  it.each([
    [
      'histogram_quantile(0.95, rate(db_query_duration_seconds_bucket[5m])) by (operation)',
      'histogram_quantile(0.95, sum by (le, operation) (rate(db_query_duration_seconds_bucket[5m])))',
    ],
    [
      'topk(10, histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[5m])) by (endpoint))',
      'topk(10, histogram_quantile(0.99, sum by (le, endpoint) (rate(http_request_duration_seconds_bucket[5m]))))',
    ],
    [
      'sum(api_calls_total{status="success"}) / sum(api_calls_total) * 100 by (service)',
      'sum by (service) (rate(api_calls_total{status="success"}[5m])) / sum by (service) (rate(api_calls_total[5m])) * 100',
    ],
    ['rate(x_total[5m]) by (job)', 'sum by (job) (rate(x_total[5m]))'],
    ['flight_api_success_rate_5m{version="canary"} = 0.952', 'flight_api_success_rate_5m{version="canary"} == 0.952'],
    ['sum(rate(x[5m])', 'sum(rate(x[5m]))'],
    ['sum(rate(x{a="b"[5m]))', undefined],
    ['up{job="a', 'up{job="a"}'],
    ['rate(http_requests_total)', 'rate(http_requests_total[5m])'],
    ['sum(rate(http_requests_total{a="b"}))', 'sum(rate(http_requests_total{a="b"}[5m]))'],
    ['http_requests_total[5m]', 'rate(http_requests_total[5m])'],
    ['sum(http_requests_total[5m])', 'sum(rate(http_requests_total[5m]))'],
    ['up{job=api}', 'up{job="api"}'],
    ['sum(up) by job', 'sum(up) by (job)'],
    ['sum by job (up)', 'sum by (job) (up)'],
    ['rat(x[5m])', 'rate(x[5m])'],
    ['histogram_qantile(0.5, x)', 'histogram_quantile(0.5, x)'],
  ])('%s', (query, suggested) => {
    const good = adviseAll(query, complaint(query)).filter((advice) => parse(advice.query).ok);
    expect(good[0]?.query).toBe(suggested);
  });

  it('tells a template from a mistake', () => {
    const query = 'sum(rate(http_requests_total{$__tags}[5m]))';
    expect(adviseAll(query, complaint(query))[0]).toEqual({ reason: 'template', query: '' });
  });

  it('has none for what it does not understand', () => {
    expect(adviseAll('up +', complaint('up +'))).toEqual([]);
  });
});

it.each([
  ['a\nb c', '2:3: parse error: x', 4],
  ['abc', 'invalid parameter "query": 1:2: parse error: x', 1],
  ['abc', 'nothing', undefined],
  ['abc', '9:1: x', undefined],
  ['abc', '1:99: x', 3],
])('offset in %j of %j', (query, message, offset) => {
  expect(errorOffset(query, message)).toBe(offset);
});
