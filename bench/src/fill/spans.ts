import { at, chunks, DAYS } from './timeline.js';

export const SPAN_SERVICES = 40;
export const SPANS_PER_TRACE = 12;

/** SQL for the id of the trace that row `n` belongs to. */
export const TRACE_ID = (n: string): string => `unhex(hex(sipHash128(intDiv(${n}, ${SPANS_PER_TRACE}))))`;

/** A trace of another tenant, so that no other figure reads it. */
export const HUGE_TRACE = { tenant: 'huge', id: '01'.repeat(16), spans: 100_000 } as const;

/** A root and its children, two days before `endMs`, a span every 10 µs. */
function fillHugeTrace(endMs: number): string {
  const { tenant, id, spans } = HUGE_TRACE;
  return `
    INSERT INTO spans (tenant, trace_id, span_id, parent_span_id, name, kind, start, duration, service, attributes,
      attribute_types)
    SELECT '${tenant}', unhex('${id}'), unhex(hex(sipHash64(number))),
      if(number = 0, unhex('0000000000000000'), unhex(hex(sipHash64(toUInt64(0))))), 'step', 1,
      fromUnixTimestamp64Nano(toInt64(${endMs - 2 * 86_400_000}000000) + toInt64(number) * 10000, 'UTC'), 5000, 'batch',
      map('http.request.method', 'GET', 'user.id', toString(number)), 'si'
    FROM numbers(${spans})`;
}

/**
 * Traces of twelve spans over 40 services and three days, each the child of the one before: a service's server span,
 * its client span, the next service's server span. Made inside the engine.
 */
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
    fillHugeTrace(endMs),
    ...chunks(total).map(
      ({ from, count }) => `
    INSERT INTO spans (tenant, trace_id, span_id, parent_span_id, name, kind, start, duration, status_code, service,
      resource, attributes, attribute_types)
    SELECT 'default', ${TRACE_ID('number')}, unhex(hex(sipHash64(number))),
      if(number % ${SPANS_PER_TRACE} = 0, unhex('0000000000000000'), unhex(hex(sipHash64(number - 1)))),
      concat(['GET', 'POST', 'SELECT'][1 + h % 3], ' /api/', toString(h % 40)), 2 + number % 2, ${ts},
      100000 + h % 400000000, if(h % 50 = 0, 2, 0), concat('service-', toString(g % ${SPAN_SERVICES})),
      1000 + g % ${SPAN_SERVICES},
      map('http.request.method', 'GET', 'http.route', '/api/orders/:id', 'http.response.status_code',
        if(h % 50 = 0, '500', '200'), 'user.id', toString(h % 50000),
        if(h % 20000 = 7, 'app.rare', 'server.port'), '8080'), 'ssisi'
    FROM (SELECT number, sipHash64(number) AS h, sipHash64(intDiv(number, 2)) AS g FROM numbers(${from}, ${count}))`,
    ),
  ];
}
