import { jobMatcher } from './promql.js';

/** The histogram that OpenTelemetry HTTP server instrumentation sends, under its Prometheus name. */
export const requestMetric = 'http_server_request_duration_seconds';

export interface RedQueries {
  readonly rate: string;
  readonly errors: string;
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
}

/** @param windowS the range of every rate(), seconds. */
export function redQueries(service: string, windowS: number): RedQueries {
  const job = jobMatcher(service);
  const quantile = (q: string): string =>
    `histogram_quantile(${q}, sum by (le) (rate(${requestMetric}_bucket{${job}}[${windowS}s])))`;
  return {
    rate: `sum(rate(${requestMetric}_count{${job}}[${windowS}s]))`,
    errors: `sum(rate(${requestMetric}_count{${job},http_response_status_code=~"5.."}[${windowS}s]))`,
    p50: quantile('0.5'),
    p95: quantile('0.95'),
    p99: quantile('0.99'),
  };
}

/** Is there a single sample, even if no rate can be made of it yet? */
export function presenceQuery(service: string): string {
  return `sum(${requestMetric}_count{${jobMatcher(service)}})`;
}

export function exemplarQuery(service: string): string {
  return `{__name__=~".+_duration_seconds_bucket",${jobMatcher(service)}}`;
}

/**
 * Windows to try, shortest first, seconds. A rate needs two samples in its window and the page does not know how often a
 * service exports: SDK defaults reach from 5 s (demos) to 60 s (the OpenTelemetry default), which 5 minutes cover. A
 * window shorter than the step would skip samples between two points.
 */
export function rateWindows(stepS: number): readonly number[] {
  return [...new Set([Math.max(60, stepS), Math.max(300, 4 * stepS)])];
}
