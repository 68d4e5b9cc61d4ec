/**
 * `npm run bench -- logql`: LogQL over a filled folder through the Loki API, against hand-written SQL for the same
 * answer on the same folder in the same run. `bench/README.md` lists the queries.
 */
import { readTraceIds } from './bare-engine.js';
import { filledFolder } from './fill/filled-folder.js';
import { fillLogs, NEEDLE } from './fill/logs.js';
import { DAYS } from './fill/timeline.js';
import { chosen, runQuerySet, type QueryCase, type QuerySetChoice } from './query-set.js';
import { report } from './report.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface LokiAnswer {
  readonly data: { readonly result: readonly { readonly values?: readonly unknown[]; readonly value?: unknown }[] };
}

const lines = (answer: unknown): number =>
  (answer as LokiAnswer).data.result.reduce((sum, { values }) => sum + (values?.length ?? 0), 0);
const series = (answer: unknown): number => (answer as LokiAnswer).data.result.length;

function cases(endMs: number, traceId: string): QueryCase[] {
  const ns = (ms: number): string => `${BigInt(ms) * 1_000_000n}`;
  const path = (query: string, fromMs: number, more: Record<string, string>): string =>
    `/loki/api/v1/query_range?${new URLSearchParams({ query, start: ns(fromMs), end: ns(endMs), ...more }).toString()}`;
  const log = (query: string, fromMs: number): string => path(query, fromMs, { limit: '1000' });
  const metric = (query: string, fromMs: number, stepMs: number): string =>
    path(query, fromMs, { step: `${stepMs}ms` });
  const range = (fromMs: number): string =>
    `tenant = 'default' AND ts >= fromUnixTimestamp64Nano(${ns(fromMs)}) AND ts < fromUnixTimestamp64Nano(${ns(endMs)})`;
  const service = (number: number): string => `service = 'service-${number}' AND stream = ${1000 + number}`;
  const columns = 'ts, body, attributes, trace_id, span_id, severity_number, severity_text, stream';
  const newest = (where: string): string =>
    `SELECT ${columns} FROM logs WHERE ${where} ORDER BY ts DESC, seq DESC LIMIT 1000`;
  const hour = endMs - HOUR_MS;
  const day = endMs - DAY_MS;
  const all = endMs - DAYS * DAY_MS;
  return [
    {
      name: 'newest 1,000 lines of a service, last hour',
      path: log('{service_name="service-27"}', hour),
      sql: newest(`${range(hour)} AND ${service(27)}`),
      found: lines,
      inMemory: true,
    },
    {
      name: 'needle in every line, three days',
      path: log(`{service_name=~".+"} |= "${NEEDLE}"`, all),
      sql: newest(`${range(all)} AND position(body, '${NEEDLE}') > 0`),
      found: lines,
    },
    {
      name: 'regular expression in a service, one day',
      path: log('{service_name="service-27"} |~ "user=4[0-9]72[0-9]$"', day),
      sql: newest(`${range(day)} AND ${service(27)} AND match(body, 'user=4[0-9]72[0-9]$')`),
      found: lines,
      inMemory: true,
    },
    {
      name: 'JSON field filter in a service, one day',
      path: log('{service_name="service-7"} | json | user="u4007"', day),
      sql: newest(`${range(day)} AND ${service(7)} AND JSONExtractString(body, 'user') = 'u4007'`),
      found: lines,
      inMemory: true,
    },
    {
      name: 'logfmt number filter in a service, one day',
      path: log('{service_name="service-17"} | logfmt | duration_ms > 329', day),
      sql: newest(`${range(day)} AND ${service(17)} AND toInt64OrZero(extract(body, 'duration_ms=([^ ]*)')) > 329`),
      found: lines,
      inMemory: true,
    },
    {
      name: 'lines of a trace, three days',
      path: log(`{trace_id="${traceId}"}`, all),
      sql: newest(`${range(all)} AND trace_id = unhex('${traceId}')`),
      found: lines,
    },
    {
      name: 'rate by level of everything, one day',
      path: metric('sum by (detected_level) (rate({service_name=~".+"}[5m]))', day, 300_000),
      sql:
        `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, detected_level, count() / 300 FROM logs ` +
        `WHERE ${range(day - 300_000)} GROUP BY t, detected_level ORDER BY t`,
      found: series,
    },
    {
      name: 'bytes_over_time of eleven services, one day',
      path: metric('sum by (service_name) (bytes_over_time({service_name=~"service-1.*"}[5m]))', day, 300_000),
      sql:
        `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, service, sum(length(body)) FROM logs ` +
        `WHERE ${range(day - 300_000)} AND match(service, '^service-1') GROUP BY t, service ORDER BY t`,
      found: series,
    },
    {
      name: 'p95 of an unwrapped logfmt field, one day',
      path: metric(
        'quantile_over_time(0.95, {service_name="service-17"} | logfmt | unwrap duration_ms [5m]) by (service_name)',
        day,
        300_000,
      ),
      sql:
        `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, ` +
        `quantileExactInclusive(0.95)(toFloat64OrNull(extract(body, 'duration_ms=([^ ]*)'))) FROM logs ` +
        `WHERE ${range(day - 300_000)} AND ${service(17)} GROUP BY t ORDER BY t`,
      found: series,
      inMemory: true,
    },
    {
      name: 'topk of a parsed JSON label, one day',
      path: metric('topk(10, sum by (path) (count_over_time({service_name="service-7"} | json [1h])))', day, HOUR_MS),
      sql:
        `SELECT t, path, n FROM (SELECT toStartOfInterval(ts, INTERVAL 1 HOUR) AS t, JSONExtractString(body, 'path') AS path, ` +
        `count() AS n FROM logs WHERE ${range(day - HOUR_MS)} AND ${service(7)} GROUP BY t, path) ` +
        `ORDER BY t, n DESC LIMIT 10 BY t`,
      found: series,
      inMemory: true,
    },
    {
      name: 'absent of a service that is not there, one day',
      path: metric('absent_over_time({service_name="nobody"}[5m])', day, 300_000),
      sql: `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, count() FROM logs WHERE ${range(day)} AND service = 'nobody' GROUP BY t`,
      found: series,
      inMemory: true,
    },
    {
      name: 'log volume histogram of everything, three days',
      path: metric(
        'sum by (level, detected_level) (count_over_time({service_name=~".+"} | drop __error__ [30m]))',
        all,
        1_800_000,
      ),
      sql:
        `SELECT toStartOfInterval(ts, INTERVAL 30 MINUTE) AS t, detected_level, count() FROM logs ` +
        `WHERE ${range(all)} GROUP BY t, detected_level ORDER BY t`,
      found: series,
    },
    {
      name: 'structured metadata filter of everything, one hour',
      path: log('{service_name=~".+"} | user_id="4007"', hour),
      sql: newest(`${range(hour)} AND attributes['user.id'] = '4007'`),
      found: lines,
    },
    {
      name: 'errors by path of the JSON services, six hours',
      path: metric(
        'sum by (path) (count_over_time({service_name=~"service-[0-9]"} | json | status >= 500 [1h]))',
        endMs - 6 * HOUR_MS,
        HOUR_MS,
      ),
      sql:
        `SELECT toStartOfInterval(ts, INTERVAL 1 HOUR) AS t, JSONExtractString(body, 'path') AS path, count() FROM logs ` +
        `WHERE ${range(endMs - 7 * HOUR_MS)} AND match(service, '^service-[0-9]$') AND JSONExtractInt(body, 'status') >= 500 ` +
        `GROUP BY t, path ORDER BY t`,
      found: series,
    },
  ];
}

export async function benchLogql(total: number, options: QuerySetChoice): Promise<void> {
  const filled = await filledFolder(options.folder, total, (endMs) => fillLogs(endMs, total));
  const { path: folder, endMs } = filled;
  const [traceId] = await readTraceIds(folder, [Math.floor(total / 24)]);
  const { figures, raw } = await runQuerySet({ folder, cases: chosen(cases(endMs, traceId!), options) });
  filled.done();
  report('logql', figures, { lines: total, queries: raw });
}
