/**
 * Data sets for the query benchmark, made inside the engine: three days, 50 log services, 40 span services, 2,000
 * series. Program text with whole numbers only; the same numbers make the same data.
 */
export interface DataSize {
  readonly logs: number;
  readonly spans: number;
  readonly samples: number;
}

export const DAYS = 3;
export const LOG_SERVICES = 50;
export const SPAN_SERVICES = 40;
export const SPANS_PER_TRACE = 12;
export const SERIES = 2000;
export const NEEDLE = 'needle-7f3a';

/** Rows a statement, so that no statement needs much memory. */
const CHUNK = 500_000;

const chunks = (total: number): { from: number; count: number }[] =>
  Array.from({ length: Math.ceil(total / CHUNK) }, (_, i) => ({
    from: i * CHUNK,
    count: Math.min(CHUNK, total - i * CHUNK),
  }));

/** Nanoseconds after `endMs - DAYS` of row `number` of `total`. */
const at = (endMs: number, total: number): string => {
  const startNs = `${BigInt(endMs - DAYS * 86_400_000) * 1_000_000n}`;
  const stepNs = Math.floor((DAYS * 86_400_000 * 1_000_000) / total);
  return `fromUnixTimestamp64Nano(toInt64(${startNs}) + toInt64(number) * ${stepNs}, 'UTC')`;
};

export const TRACE_ID = (n: string): string => `unhex(hex(sipHash128(intDiv(${n}, ${SPANS_PER_TRACE}))))`;

export function fillLogs(endMs: number, total: number): string[] {
  const ts = at(endMs, total);
  const side = `
    INSERT INTO log_streams (tenant, day, fingerprint, service, labels)
    SELECT 'default', toDate32(toDateTime(${Math.floor(endMs / 1000)}, 'UTC')) - number % ${DAYS + 1},
      1000 + intDiv(number, ${DAYS + 1}), concat('service-', toString(intDiv(number, ${DAYS + 1}))),
      map('service_name', concat('service-', toString(intDiv(number, ${DAYS + 1}))), 'deployment_environment', 'prod')
    FROM numbers(${LOG_SERVICES * (DAYS + 1)})`;
  return [
    side,
    ...chunks(total).map(
      ({ from, count }) => `
    INSERT INTO logs (tenant, ts, seq, observed_ts, stream, resource, service, severity_number, severity_text, trace_id,
      span_id, body, body_type, attributes, attribute_types)
    SELECT 'default', ${ts}, number, ${ts}, 1000 + h % ${LOG_SERVICES}, 0,
      concat('service-', toString(h % ${LOG_SERVICES})), if(h % 23 = 0, 17, 9), if(h % 23 = 0, 'ERROR', 'INFO'),
      ${TRACE_ID('number')}, unhex(hex(h)),
      concat('GET /api/orders/', toString(h % 977), ' ', if(h % 23 = 0, '500', '200'), ' in ', toString(h % 331),
        'ms user=', toString(h % 50000), if(number % 1000003 = 17, ' ${NEEDLE}', '')), 's',
      map('http.request.method', 'GET', 'http.route', '/api/orders/:id', 'http.response.status_code',
        if(h % 23 = 0, '500', '200'), 'user.id', toString(h % 50000), 'thread.name', concat('worker-', toString(h % 8))),
      'ssiss'
    FROM (SELECT number, sipHash64(number) AS h FROM numbers(${from}, ${count}))`,
    ),
  ];
}

export function fillSpans(endMs: number, total: number): string[] {
  const ts = at(endMs, total);
  const side = `
    INSERT INTO resources (tenant, day, fingerprint, service, attributes, attribute_types, scope_name)
    SELECT 'default', toDate32(toDateTime(${Math.floor(endMs / 1000)}, 'UTC')) - number % ${DAYS + 1},
      1000 + intDiv(number, ${DAYS + 1}), concat('service-', toString(intDiv(number, ${DAYS + 1}))),
      map('service.name', concat('service-', toString(intDiv(number, ${DAYS + 1}))), 'service.version', '1.4.2'), 'ss', 'bench'
    FROM numbers(${SPAN_SERVICES * (DAYS + 1)})`;
  return [
    side,
    ...chunks(total).map(
      ({ from, count }) => `
    INSERT INTO spans (tenant, trace_id, span_id, parent_span_id, name, kind, start, duration, status_code, service,
      resource, attributes, attribute_types)
    SELECT 'default', ${TRACE_ID('number')}, unhex(hex(sipHash64(number))),
      if(number % ${SPANS_PER_TRACE} = 0, unhex('0000000000000000'), unhex(hex(sipHash64(number - 1)))),
      concat(['GET', 'POST', 'SELECT'][1 + h % 3], ' /api/', toString(h % 40)), 1 + h % 5, ${ts},
      100000 + h % 400000000, if(h % 50 = 0, 2, 0), concat('service-', toString(h % ${SPAN_SERVICES})),
      1000 + h % ${SPAN_SERVICES},
      map('http.request.method', 'GET', 'http.route', '/api/orders/:id', 'http.response.status_code',
        if(h % 50 = 0, '500', '200'), 'user.id', toString(h % 50000), 'server.port', '8080'), 'ssisi'
    FROM (SELECT number, sipHash64(number) AS h FROM numbers(${from}, ${count}))`,
    ),
  ];
}

/** Counters of 2,000 series, all scraped at the same times, over the last six hours before `endMs`. */
export function fillSamples(endMs: number, total: number): string[] {
  const points = Math.floor(total / SERIES);
  const stepMs = Math.max(1, Math.floor((6 * 3_600_000) / points));
  const side = `
    INSERT INTO metric_series (tenant, metric, fingerprint, day, labels, type)
    SELECT 'default', 'bench_requests_total', 1000 + intDiv(number, 2),
      toDate32(toDateTime(${Math.floor(endMs / 1000)}, 'UTC')) - number % 2,
      map('route', concat('/r/', toString(intDiv(number, 2) % 25)), 'instance', toString(intDiv(number, 2))), 'counter'
    FROM numbers(${SERIES * 2})`;
  return [
    side,
    ...chunks(points * SERIES).map(
      ({ from, count }) => `
    INSERT INTO samples (tenant, metric, fingerprint, ts, value)
    SELECT 'default', 'bench_requests_total', 1000 + number % ${SERIES},
      fromUnixTimestamp64Milli(toInt64(${endMs - 6 * 3_600_000}) + toInt64(intDiv(number, ${SERIES})) * ${stepMs}, 'UTC'),
      toFloat64(intDiv(number, ${SERIES}) * (1 + number % 17))
    FROM numbers(${from}, ${count})`,
    ),
  ];
}
