import { jobMatcher, quoted } from './promql.js';

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

const CALLS = 'traces_spanmetrics_calls_total';
const LATENCY = 'traces_spanmetrics_latency_bucket';
const FAILED = 'status_code="STATUS_CODE_ERROR"';

/**
 * Requests that a service takes in; those it makes are counted where they arrive. Tempo's own tables of rate, errors and
 * duration count no other spans either.
 */
export const entrySpans = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';

const operationMatcher = (service: string, operation: string): string =>
  `service=${quoted(service)},span_name=${quoted(operation)}`;
const entryMatcher = (service: string): string => `service=${quoted(service)},${entrySpans}`;

function spanQueries(spans: string, windowS: number): RedQueries {
  const quantile = (q: string): string =>
    `histogram_quantile(${q}, sum by (le) (rate(${LATENCY}{${spans}}[${windowS}s])))`;
  return {
    rate: `sum(rate(${CALLS}{${spans}}[${windowS}s]))`,
    errors: `sum(rate(${CALLS}{${spans},${FAILED}}[${windowS}s]))`,
    p50: quantile('0.5'),
    p95: quantile('0.95'),
    p99: quantile('0.99'),
  };
}

/** The same of one operation, from the metrics that are made of its spans. @param windowS of every rate, seconds. */
export function operationQueries(service: string, operation: string, windowS: number): RedQueries {
  return spanQueries(operationMatcher(service, operation), windowS);
}

/** Of the requests of a service that sends no metric of them, from its spans. */
export function entryQueries(service: string, windowS: number): RedQueries {
  return spanQueries(entryMatcher(service), windowS);
}

export function operationPresenceQuery(service: string, operation: string): string {
  return `sum(${CALLS}{${operationMatcher(service, operation)}})`;
}

export function entryPresenceQuery(service: string): string {
  return `sum(${CALLS}{${entryMatcher(service)}})`;
}

/** All of a range. */
export function entryCallsQuery(service: string, range: { readonly start: number; readonly end: number }): string {
  const seconds = Math.max(60, Math.round((range.end - range.start) / 1_000));
  return `sum(increase(${CALLS}{${entryMatcher(service)}}[${seconds}s]))`;
}

export function operationExemplarQuery(service: string, operation: string): string {
  return `${LATENCY}{${operationMatcher(service, operation)}}`;
}

export function entryExemplarQuery(service: string): string {
  return `${LATENCY}{${entryMatcher(service)}}`;
}

/**
 * Of every operation of a service at once.
 * @param windowS of the rate along the range, seconds. @param wholeS the range itself, which all else is counted over.
 */
export function operationsQueries(
  service: string,
  windowS: number,
  wholeS: number,
): { readonly rate: string; readonly calls: string; readonly errors: string; readonly p95: string } {
  const spans = `service=${quoted(service)}`;
  return {
    rate: `sum by (span_name) (rate(${CALLS}{${spans}}[${windowS}s]))`,
    calls: `sum by (span_name, span_kind) (increase(${CALLS}{${spans}}[${wholeS}s]))`,
    errors: `sum by (span_name) (increase(${CALLS}{${spans},${FAILED}}[${wholeS}s]))`,
    p95: `histogram_quantile(0.95, sum by (le, span_name) (rate(${LATENCY}{${spans}}[${wholeS}s])))`,
  };
}
