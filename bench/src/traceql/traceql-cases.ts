import { DAYS } from '../fill/timeline.js';
import type { QueryCase } from '../query-set.js';
import { each, type Statement } from '../reference/reference.js';
import { pointsOfRows } from '../reference/series-told.js';
import { quantilesOfRows, ratesOfRows, tellMetrics, tellVector } from './series-told.js';
import { SUMMARY_COLUMNS, tellSearch, tellTraceRows } from './traces-told.js';

const MINUTE_S = 60;
const HOUR_S = 3600;
const LIMIT = 20;

const traces = (answer: unknown): number => (answer as { traces: unknown[] }).traces.length;
const series = (answer: unknown): number => (answer as { series: unknown[] }).series.length;
const prometheus = (answer: unknown): number => (answer as { data: { result: unknown[] } }).data.result.length;

const at = (seconds: number): string => `fromUnixTimestamp64Nano(${seconds}000000000)`;
const NO_PARENT = `unhex('0000000000000000')`;

/** What an answer says of each trace besides the spans that match. */
const SUMMARIES =
  `SELECT ${SUMMARY_COLUMNS} FROM traces WHERE tenant = 'default' AND trace_id IN (${each(`unhex('?')`)}) ` +
  `GROUP BY trace_id SETTINGS max_threads = 1`;

/** Lists spans `(start, id, duration, values...)` as `tellTraceRows` takes them. */
const listed = (spans: string, values: number): string =>
  `arrayMap(x -> (toUnixTimestamp64Nano(x.1), lower(hex(x.2)), ${Array.from({ length: values + 1 }, (_, i) => `x.${i + 3}`).join(', ')}), ${spans})`;

/** The queries over the folder whose data ends at `end`, in seconds since the epoch, each with SQL for the same answer. */
export function traceqlCases(end: number): QueryCase[] {
  const day = end - 24 * HOUR_S;
  const hour = end - HOUR_S;
  const all = end - DAYS * 24 * HOUR_S;
  const search = (q: string, start: number): string =>
    `/api/search?${new URLSearchParams({ q, limit: `${LIMIT}`, start: `${start}`, end: `${end}` }).toString()}`;
  const metric = (q: string, start: number, step: string): string =>
    `/api/metrics/query_range?${new URLSearchParams({ q: `${q} with (exemplars=false)`, start: `${start}`, end: `${end}`, step }).toString()}`;
  const within = (start: number): string => `tenant = 'default' AND s.start >= ${at(start)} AND s.start < ${at(end)}`;
  // What a point at t counts lies in (t - step, t], and a rate's events in (since, until].
  const after = (start: number): string => `tenant = 'default' AND s.start > ${at(start)} AND s.start <= ${at(end)}`;
  const steps = (start: number, step: number): string =>
    `toUInt16(intDiv(toUnixTimestamp64Nano(s.start) - ${start - step}000000001, ${step}000000000))`;

  /** The newest traces with a matching span, the count of those, and the first three of them. */
  const newest = (where: string, start: number, values: readonly string[]): string =>
    `SELECT lower(hex(trace_id)), count(), ` +
    `${listed(`groupArraySorted(3)((s.start, s.span_id, s.duration, ${values.join(', ')}))`, values.length)} FROM spans AS s ` +
    `WHERE ${within(start)} AND ${where} GROUP BY trace_id ORDER BY max(s.start) DESC LIMIT ${LIMIT}`;
  const ofTraces = (
    attributes: readonly string[],
    sql: Statement,
  ): Pick<QueryCase, 'sql' | 'found' | 'ours' | 'theirs'> => ({
    sql: [sql, SUMMARIES],
    found: traces,
    ours: tellSearch,
    theirs: tellTraceRows(...attributes),
  });
  /** First over the last `near` seconds: matches are frequent enough. */
  const nearFirst = (near: number, sql: (start: number) => string, start: number): Statement => ({
    near: sql(end - near),
    enough: LIMIT,
    all: sql(start),
  });

  const A = `service = 'service-7'`;
  const B = 'status_code = 2';
  /** Spans B below a span A. A span starts after its parent, so ids of all that is below one gather on the way. */
  const below = (start: number): string =>
    `SELECT lower(hex(trace_id)), length(found), ${listed('arraySlice(found, 1, 3)', 2)} FROM (` +
    `SELECT trace_id, max(s.start) AS newest, arraySort(groupArray((s.start, span_id, duration, toString(service), ` +
    `'error', parent_span_id, ${A}, ${B}))) AS spans, ` +
    `arrayFold((above, x) -> if(x.7 OR has(above, x.6), arrayPushBack(above, x.2), above), spans, ` +
    `CAST([], 'Array(FixedString(8))')) AS above, arrayFilter(x -> x.8 AND has(above, x.6), spans) AS found ` +
    `FROM spans AS s WHERE ${within(start)} GROUP BY trace_id HAVING countIf(${A}) > 0 AND countIf(${B}) > 0) ` +
    `WHERE notEmpty(found) ORDER BY newest DESC LIMIT ${LIMIT}`;

  const graph = (seconds: number): string =>
    `/api/v1/query?${new URLSearchParams({ query: `sum by (client, server) (rate(traces_service_graph_request_total[${seconds}s]))`, time: `${end}` }).toString()}`;
  /**
   * Calls from outside are server spans without a parent. No two spans of this data have one id, none of kind producer
   * or consumer is in it, and no client span says what it calls.
   */
  const graphSql = (start: number): string =>
    `SELECT ${end}, c.service, s.service, count() / ${end - start} FROM (SELECT parent_span_id AS id, service FROM spans AS s ` +
    `WHERE ${after(start)} AND kind = 2 AND parent_span_id != ${NO_PARENT}) AS s INNER JOIN ` +
    `(SELECT span_id AS id, service FROM spans AS s WHERE ${after(start)} AND kind = 3) AS c ` +
    `ON c.id = s.id GROUP BY c.service, s.service UNION ALL ` +
    `SELECT ${end}, 'user', service, count() / ${end - start} FROM spans AS s ` +
    `WHERE ${after(start)} AND kind = 2 AND parent_span_id = ${NO_PARENT} GROUP BY service`;
  const ofGraph = (seconds: number): Pick<QueryCase, 'path' | 'sql' | 'found' | 'ours' | 'theirs'> => ({
    path: graph(seconds),
    sql: [graphSql(end - seconds)],
    found: prometheus,
    ours: tellVector,
    theirs: pointsOfRows('client', 'server'),
  });
  return [
    {
      name: 'service and duration, one hour',
      path: search('{resource.service.name="service-7" && duration > 390ms}', hour),
      ...ofTraces(
        ['service.name'],
        nearFirst(
          20 * MINUTE_S,
          (start) => newest(`${A} AND duration > 390000000`, start, ['toString(service)']),
          hour,
        ),
      ),
      inMemory: true,
    },
    {
      name: 'a common attribute, one day',
      path: search('{span.http.response.status_code = 500}', day),
      ...ofTraces(
        ['http.response.status_code'],
        nearFirst(
          10 * MINUTE_S,
          (start) => newest(`attributes['http.response.status_code'] = '500'`, start, [`'500'`]),
          day,
        ),
      ),
    },
    {
      name: 'a rare attribute, three days',
      path: search('{span.app.rare != nil}', all),
      ...ofTraces(
        ['app.rare'],
        nearFirst(
          12 * HOUR_S,
          (start) => newest(`mapContains(attributes, 'app.rare')`, start, [`attributes['app.rare']`]),
          all,
        ),
      ),
    },
    {
      name: 'an attribute that no span has, three days',
      path: search('{span.app.absent = "x"}', all),
      ...ofTraces(['app.absent'], newest(`attributes['app.absent'] = 'x'`, all, [`'x'`])),
      found: (answer) => (traces(answer) === 0 ? 1 : 0),
    },
    {
      name: 'structural {a} >> {b}, one hour',
      path: search('{resource.service.name="service-7"} >> {status = error}', hour),
      ...ofTraces(['service.name', 'status'], nearFirst(20 * MINUTE_S, below, hour)),
      inMemory: true,
    },
    {
      name: 'error traces, one day',
      path: search('{status = error}', day),
      ...ofTraces(
        ['status'],
        nearFirst(10 * MINUTE_S, (start) => newest(B, start, [`'error'`]), day),
      ),
    },
    {
      name: 'rate by service, one day',
      path: metric('{} | rate() by (resource.service.name)', day, '5m'),
      sql: [
        `SELECT ${day} + w * 300, service, count() FROM spans AS s WHERE ${after(day - 300)} ` +
          `GROUP BY ${steps(day, 300)} AS w, service`,
      ],
      found: series,
      ours: tellMetrics,
      theirs: ratesOfRows('resource.service.name', { from: day, to: end, step: 300 }),
    },
    {
      name: 'p99 by route, one hour',
      path: metric('{kind = server} | quantile_over_time(duration, .99) by (name)', hour, '1m'),
      sql: [
        `SELECT ${hour} + w * 60, name, groupArray(toUInt8(ceil(log2(duration)))) FROM spans AS s ` +
          `WHERE ${after(hour - 60)} AND kind = 2 GROUP BY ${steps(hour, 60)} AS w, name`,
      ],
      found: series,
      ours: tellMetrics,
      theirs: quantilesOfRows(0.99, { from: hour, to: end, step: 60 }),
    },
    { name: 'service map, one hour', ...ofGraph(HOUR_S) },
    { name: 'service map, one day', ...ofGraph(24 * HOUR_S) },
  ];
}
