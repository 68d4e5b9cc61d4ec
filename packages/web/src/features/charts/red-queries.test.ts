import { expect, it } from 'vitest';
import {
  entryExemplarQuery,
  entryQueries,
  exemplarQuery,
  presenceQuery,
  rateWindows,
  redQueries,
} from './red-queries.js';

it('asks for the five lines of a service', () => {
  const queries = redQueries('a.b', 60);
  expect(queries.rate).toBe('sum(rate(http_server_request_duration_seconds_count{job=~"(.+/)?a\\\\.b"}[60s]))');
  expect(queries.errors).toBe(
    'sum(rate(http_server_request_duration_seconds_count{job=~"(.+/)?a\\\\.b",http_response_status_code=~"5.."}[60s]))',
  );
  expect(queries.p99).toBe(
    'histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{job=~"(.+/)?a\\\\.b"}[60s])))',
  );
  expect(presenceQuery('a')).toBe('sum(http_server_request_duration_seconds_count{job=~"(.+/)?a"})');
  expect(exemplarQuery('a')).toBe('{__name__=~".+_duration_seconds_bucket",job=~"(.+/)?a"}');
});

it('asks spans where there is no metric of requests', () => {
  const entries = 'traces_spanmetrics_latency_bucket{service="a",span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"}';
  expect(entryExemplarQuery('a')).toBe(entries);
  expect(entryQueries('a', 60).p95).toBe(`histogram_quantile(0.95, sum by (le) (rate(${entries}[60s])))`);
});

it.each([
  [15, [60, 300]],
  [120, [120, 480]],
  [3600, [3600, 14400]],
])('step %d s tries %j', (step, windows) => {
  expect(rateWindows(step)).toEqual(windows);
});
