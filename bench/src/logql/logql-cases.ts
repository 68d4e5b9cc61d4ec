import { NEEDLE } from '../fill/logs.js';
import { DAYS } from '../fill/timeline.js';
import type { QueryCase } from '../query-set.js';
import { each, type Statement } from '../reference/reference.js';
import { pointsOfColumns, pointsOfRows } from '../reference/series-told.js';
import { LINE_COLUMNS, STREAM_COLUMNS, tellLineRows, tellStreams } from './lines-told.js';
import { tellMatrix } from './matrix-told.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LINES = 1000;

interface LokiAnswer {
  readonly data: { readonly result: readonly { readonly values?: readonly unknown[]; readonly value?: unknown }[] };
}

const lines = (answer: unknown): number =>
  (answer as LokiAnswer).data.result.reduce((sum, { values }) => sum + (values?.length ?? 0), 0);
const series = (answer: unknown): number => (answer as LokiAnswer).data.result.length;

const ns = (ms: number): string => `${BigInt(ms) * 1_000_000n}`;
const at = (ms: number): string => `fromUnixTimestamp64Nano(${ns(ms)})`;

/** Labels of streams, of which an answer has those of each line. */
const streams = (fingerprints: string): string =>
  `SELECT ${STREAM_COLUMNS} FROM log_streams WHERE tenant = 'default' AND fingerprint IN (${fingerprints}) ` +
  `LIMIT 1 BY fingerprint SETTINGS max_threads = 1`;

/** No two lines of this data have one time, so none needs `seq` for its place. */
const newest = (where: string, parsed?: string): string =>
  `SELECT ${LINE_COLUMNS}${parsed === undefined ? '' : `, ${parsed}`} FROM logs WHERE ${where} ORDER BY ts DESC LIMIT ${LINES}`;

const JSON_FIELDS = `JSONExtract(body, 'Map(String, String)')`;
const LOGFMT_FIELDS = `extractKeyValuePairs(body, '=', ' ', '"')`;
/** Those that lines of this data have. Counting each takes two thirds of grouping by it. */
const LEVELS = ['error', 'info'];
const streamOf = (service: number): string => `${1000 + service}`;
const inList = (services: readonly number[]): string =>
  `service IN (${services.map((number) => `'service-${number}'`).join(', ')})`;
const FIRST_TEN = Array.from({ length: 10 }, (_, i) => i);

/** The queries, each with SQL for the same answer. `traceId` is one of the data's. */
export function logqlCases(endMs: number, traceId: string): QueryCase[] {
  const path = (query: string, fromMs: number, more: Record<string, string>): string =>
    `/loki/api/v1/query_range?${new URLSearchParams({ query, start: ns(fromMs), end: ns(endMs), ...more }).toString()}`;
  const log = (query: string, fromMs: number): string => path(query, fromMs, { limit: `${LINES}` });
  const metric = (query: string, fromMs: number, stepMs: number): string =>
    path(query, fromMs, { step: `${stepMs}ms` });
  const range = (fromMs: number): string => `tenant = 'default' AND ts >= ${at(fromMs)} AND ts < ${at(endMs)}`;
  // What a point at t counts lies in (t - window, t], so the first point sees a window before the range.
  const windows = (fromMs: number, windowMs: number): string =>
    `tenant = 'default' AND ts > ${at(fromMs - windowMs)} AND ts <= ${at(endMs)}`;
  const window = (fromMs: number, windowMs: number): string =>
    `toUInt16(intDiv(toUnixTimestamp64Nano(ts) - ${BigInt(ns(fromMs - windowMs)) + 1n}, ${ns(windowMs)}))`;
  /** Seconds of the point that counts window number `w`. */
  const seconds = (fromMs: number, windowMs: number, w = 'w'): string => `${fromMs / 1000} + ${w} * ${windowMs / 1000}`;
  const service = (number: number): string => `service = 'service-${number}' AND stream = ${streamOf(number)}`;
  const hour = endMs - HOUR_MS;
  const day = endMs - DAY_MS;
  const all = endMs - DAYS * DAY_MS;
  const five = 5 * MINUTE_MS;
  const half = 30 * MINUTE_MS;
  /** Of the service with that number, or of those that the lines tell. */
  const ofLines = (sql: Statement, number?: number): Pick<QueryCase, 'sql' | 'found' | 'ours' | 'theirs'> => ({
    sql: [sql, streams(number === undefined ? each('?') : streamOf(number))],
    found: lines,
    ours: tellStreams,
    theirs: tellLineRows,
  });
  const ofSeries = (labels: readonly string[], sql: string): Pick<QueryCase, 'sql' | 'found' | 'ours' | 'theirs'> => ({
    sql: [sql],
    found: series,
    ours: tellMatrix,
    theirs: pointsOfRows(...labels),
  });
  const ofLevels = (sql: string): Pick<QueryCase, 'sql' | 'found' | 'ours' | 'theirs'> => ({
    ...ofSeries([], sql),
    theirs: pointsOfColumns('detected_level', ...LEVELS),
  });
  return [
    {
      name: 'newest 1,000 lines of a service, last hour',
      path: log('{service_name="service-27"}', hour),
      ...ofLines(
        {
          near: newest(`${range(endMs - half)} AND ${service(27)}`),
          enough: LINES,
          all: newest(`${range(hour)} AND ${service(27)}`),
        },
        27,
      ),
      inMemory: true,
    },
    {
      name: 'needle in every line, three days',
      path: log(`{service_name=~".+"} |= "${NEEDLE}"`, all),
      ...ofLines(newest(`${range(all)} AND position(body, '${NEEDLE}') > 0`)),
    },
    {
      name: 'regular expression in a service, one day',
      path: log('{service_name="service-27"} |~ "user=4[0-9]72[0-9]$"', day),
      ...ofLines(newest(`${range(day)} AND ${service(27)} AND match(body, 'user=4[0-9]72[0-9]$')`), 27),
      inMemory: true,
    },
    {
      name: 'JSON field filter in a service, one day',
      path: log('{service_name="service-7"} | json | user="u4007"', day),
      // The lines are written without spaces.
      ...ofLines(newest(`${range(day)} AND ${service(7)} AND position(body, '"user":"u4007"') > 0`, JSON_FIELDS), 7),
      inMemory: true,
    },
    {
      name: 'logfmt number filter in a service, one day',
      path: log('{service_name="service-17"} | logfmt | duration_ms > 329', day),
      ...ofLines(
        newest(
          `${range(day)} AND ${service(17)} AND toInt64OrZero(extract(body, 'duration_ms=([^ ]*)')) > 329`,
          LOGFMT_FIELDS,
        ),
        17,
      ),
      inMemory: true,
    },
    {
      name: 'lines of a trace, three days',
      path: log(`{trace_id="${traceId}"}`, all),
      // Few granules have the id: to leave the others out before reading begins takes less than while it goes on.
      ...ofLines(
        `${newest(`${range(all)} AND trace_id = unhex('${traceId}')`)} SETTINGS use_skip_indexes_on_data_read = 0`,
      ),
    },
    {
      name: 'rate by level of everything, one day',
      path: metric('sum by (detected_level) (rate({service_name=~".+"}[5m]))', day, five),
      ...ofLevels(
        `SELECT ${seconds(day, five)}, ${LEVELS.map((level) => `countIf(detected_level = '${level}') / 300`).join(', ')} ` +
          `FROM logs WHERE ${windows(day, five)} GROUP BY ${window(day, five)} AS w`,
      ),
    },
    {
      name: 'bytes_over_time of eleven services, one day',
      path: metric('sum by (service_name) (bytes_over_time({service_name=~"service-1.*"}[5m]))', day, five),
      ...ofSeries(
        ['service_name'],
        `SELECT ${seconds(day, five)}, service, sum(length(body)) FROM logs WHERE ${windows(day, five)} ` +
          `AND ${inList([1, ...FIRST_TEN.map((i) => 10 + i)])} GROUP BY ${window(day, five)} AS w, service`,
      ),
    },
    {
      name: 'p95 of an unwrapped logfmt field, one day',
      path: metric(
        'quantile_over_time(0.95, {service_name="service-17"} | logfmt | unwrap duration_ms [5m]) by (service_name)',
        day,
        five,
      ),
      ...ofSeries(
        ['service_name'],
        `SELECT ${seconds(day, five)}, 'service-17', ` +
          `quantileExactInclusive(0.95)(toFloat64OrNull(extract(body, 'duration_ms=([^ ]*)'))) FROM logs WHERE ${windows(day, five)} AND ${service(17)} GROUP BY ${window(day, five)} AS w`,
      ),
      inMemory: true,
    },
    {
      name: 'topk of a parsed JSON label, one day',
      path: metric('topk(10, sum by (path) (count_over_time({service_name="service-7"} | json [1h])))', day, HOUR_MS),
      // Of paths with equal counts the answer has the first by name.
      ...ofSeries(
        ['path'],
        `SELECT ${seconds(day, HOUR_MS)}, path, n FROM (SELECT ${window(day, HOUR_MS)} AS w, ` +
          `extract(body, '"path":"([^"]*)"') AS path, count() AS n FROM logs ` +
          `WHERE ${windows(day, HOUR_MS)} AND ${service(7)} GROUP BY w, path) ORDER BY w, n DESC, path LIMIT 10 BY w`,
      ),
      inMemory: true,
    },
    {
      name: 'absent of a service that is not there, one day',
      path: metric('absent_over_time({service_name="nobody"}[5m])', day, five),
      ...ofSeries(
        ['service_name'],
        `SELECT ${seconds(day, five, 'number')}, 'nobody', 1 FROM numbers(${DAY_MS / five + 1}) WHERE number NOT IN ` +
          `(SELECT ${window(day, five)} FROM logs WHERE ${windows(day, five)} AND service = 'nobody')`,
      ),
      inMemory: true,
    },
    {
      name: 'log volume histogram of everything, three days',
      path: metric(
        'sum by (level, detected_level) (count_over_time({service_name=~".+"} | drop __error__ [30m]))',
        all,
        half,
      ),
      ...ofLevels(
        `SELECT ${seconds(all, half)}, ${LEVELS.map((level) => `countIf(detected_level = '${level}')`).join(', ')} ` +
          `FROM logs WHERE ${windows(all, half)} GROUP BY ${window(all, half)} AS w`,
      ),
    },
    {
      name: 'structured metadata filter of everything, one hour',
      path: log('{service_name=~".+"} | user_id="4007"', hour),
      ...ofLines(newest(`${range(hour)} AND attributes.values[indexOf(attributes.keys, 'user.id')] = '4007'`)),
    },
    {
      name: 'errors by path of the JSON services, six hours',
      path: metric(
        'sum by (path) (count_over_time({service_name=~"service-[0-9]"} | json | status >= 500 [1h]))',
        endMs - 6 * HOUR_MS,
        HOUR_MS,
      ),
      // A status has three digits. The answer has the first 500 series by name.
      ...ofSeries(
        ['path'],
        `SELECT ${seconds(endMs - 6 * HOUR_MS, HOUR_MS, 'point.1')}, path, point.2 FROM (` +
          `SELECT path, groupArray((w, n)) AS points FROM (SELECT ${window(endMs - 6 * HOUR_MS, HOUR_MS)} AS w, ` +
          `simpleJSONExtractString(body, 'path') AS path, count() AS n FROM logs ` +
          `WHERE ${windows(endMs - 6 * HOUR_MS, HOUR_MS)} AND ${inList(FIRST_TEN)} AND position(body, '"status":5') > 0 ` +
          `GROUP BY w, path) GROUP BY path ORDER BY path LIMIT 500) ARRAY JOIN points AS point`,
      ),
    },
  ];
}
