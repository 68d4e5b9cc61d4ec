import { TRACE_ID } from './spans.js';
import { at, chunks, DAYS } from './timeline.js';

export const LOG_SERVICES = 50;
export const NEEDLE = 'needle-7f3a';

/** Services 0-9 write JSON, 10-19 logfmt, the others access lines. `h` is a hash of the row's number. */
const JSON_LINE =
  `concat('{"level":"', if(h % 23 = 0, 'error', 'info'), '","method":"GET","path":"/api/orders/', toString(h % 977), ` +
  `'","status":', if(h % 23 = 0, '500', '200'), ',"duration_ms":', toString(h % 331), ',"user":"u', ` +
  `toString(h % 50000), '","msg":"request done"}')`;
const LOGFMT_LINE =
  `concat('level=', if(h % 23 = 0, 'error', 'info'), ' method=GET path=/api/orders/', toString(h % 977), ' status=', ` +
  `if(h % 23 = 0, '500', '200'), ' duration_ms=', toString(h % 331), ' user=u', toString(h % 50000), ` +
  `' msg="request done"')`;
const ACCESS_LINE =
  `concat('GET /api/orders/', toString(h % 977), ' ', if(h % 23 = 0, '500', '200'), ' in ', toString(h % 331), ` +
  `'ms user=', toString(h % 50000), if(number % 1000003 = 17, ' ${NEEDLE}', ''))`;

/** Lines of 50 services over three days, made inside the engine; the same numbers make the same data. */
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
      multiIf(h % ${LOG_SERVICES} < 10, ${JSON_LINE}, h % ${LOG_SERVICES} < 20, ${LOGFMT_LINE}, ${ACCESS_LINE}), 's',
      map('http.request.method', 'GET', 'http.route', '/api/orders/:id', 'http.response.status_code',
        if(h % 23 = 0, '500', '200'), 'user.id', toString(h % 50000), 'thread.name', concat('worker-', toString(h % 8))),
      'ssiss'
    FROM (SELECT number, sipHash64(number) AS h FROM numbers(${from}, ${count}))`,
    ),
  ];
}
