/**
 * `npm run bench -- traceql`: trace by id and TraceQL over a filled folder through the Tempo API, against hand-written
 * SQL for the same answer on the same folder in the same run. `bench/README.md` lists the queries.
 */
import { readTraceIds } from './bare-engine.js';
import { filledFolder } from './fill/filled-folder.js';
import { fillSpans, HUGE_TRACE, SPANS_PER_TRACE } from './fill/spans.js';
import { DAYS } from './fill/timeline.js';
import { Random } from './payload/random.js';
import { chosen, runQuerySet, type QueryCase, type QuerySetChoice } from './query-set.js';
import { report, type Figure } from './report.js';
import type { Sender } from './sender.js';
import { median, quantile } from './statistics.js';

const TRACE_LOOKUPS = 300;
const HUGE_LOOKUPS = 5;
const HOUR_S = 3600;

const traces = (answer: unknown): number => (answer as { traces: unknown[] }).traces.length;
const series = (answer: unknown): number => (answer as { series: unknown[] }).series.length;
const prometheus = (answer: unknown): number => (answer as { data: { result: unknown[] } }).data.result.length;

function cases(end: number): QueryCase[] {
  const day = end - 24 * HOUR_S;
  const hour = end - HOUR_S;
  const all = end - DAYS * 24 * HOUR_S;
  const search = (q: string, start: number): string =>
    `/api/search?${new URLSearchParams({ q, limit: '20', start: `${start}`, end: `${end}` }).toString()}`;
  const metric = (q: string, start: number, step: string): string =>
    `/api/metrics/query_range?${new URLSearchParams({ q: `${q} with (exemplars=false)`, start: `${start}`, end: `${end}`, step }).toString()}`;
  const within = (start: number): string =>
    `tenant = 'default' AND start >= fromUnixTimestamp64Nano(${start}000000000) AND start < fromUnixTimestamp64Nano(${end}000000000)`;
  // What the search answer shows of a trace: its summary, and the matching spans.
  const newest = (where: string, start: number): string =>
    `SELECT trace_id, max(s.start) AS newest, groupArray(3)((s.span_id, s.start, s.duration, s.name)) FROM spans AS s ` +
    `WHERE ${within(start).replaceAll('start >=', 's.start >=').replaceAll('start <', 's.start <')} AND ${where} ` +
    `GROUP BY trace_id ORDER BY newest DESC LIMIT 20`;
  const graph = (seconds: number): string =>
    `/api/v1/query?${new URLSearchParams({ query: `sum by (client, server) (rate(traces_service_graph_request_total[${seconds}s]))`, time: `${end}` }).toString()}`;
  const graphSql = (start: number): string =>
    `SELECT c.service, s.service, count() FROM ` +
    `(SELECT trace_id, span_id, service FROM spans WHERE ${within(start)} AND kind = 3) AS c INNER JOIN ` +
    `(SELECT trace_id, parent_span_id, service FROM spans WHERE ${within(start)} AND kind = 2) AS s ` +
    `ON c.trace_id = s.trace_id AND c.span_id = s.parent_span_id GROUP BY c.service, s.service`;
  return [
    {
      name: 'service and duration, one hour',
      path: search('{resource.service.name="service-7" && duration > 390ms}', hour),
      sql: newest(`service = 'service-7' AND duration > 390000000`, hour),
      found: traces,
      inMemory: true,
    },
    {
      name: 'a common attribute, one day',
      path: search('{span.http.response.status_code = 500}', day),
      sql: newest(`attributes['http.response.status_code'] = '500'`, day),
      found: traces,
    },
    {
      name: 'a rare attribute, three days',
      path: search('{span.app.rare != nil}', all),
      sql: newest(`mapContains(attributes, 'app.rare')`, all),
      found: traces,
    },
    {
      name: 'an attribute that no span has, three days',
      path: search('{span.app.absent = "x"}', all),
      sql: newest(`attributes['app.absent'] = 'x'`, all),
      found: (answer) => (traces(answer) === 0 ? 1 : 0),
    },
    {
      name: 'structural {a} >> {b}, one hour',
      path: search('{resource.service.name="service-7"} >> {status = error}', hour),
      sql:
        `SELECT trace_id, max(start) AS newest FROM spans WHERE ${within(hour)} AND (service = 'service-7' OR status_code = 2) ` +
        `GROUP BY trace_id HAVING countIf(service = 'service-7') > 0 AND countIf(status_code = 2) > 0 ORDER BY newest DESC LIMIT 20`,
      found: traces,
      inMemory: true,
    },
    {
      name: 'error traces, one day',
      path: search('{status = error}', day),
      sql: newest('status_code = 2', day),
      found: traces,
    },
    {
      name: 'rate by service, one day',
      path: metric('{} | rate() by (resource.service.name)', day, '5m'),
      sql: `SELECT toStartOfInterval(start, INTERVAL 5 MINUTE) AS t, service, count() / 300 FROM spans WHERE ${within(day)} GROUP BY t, service ORDER BY t`,
      found: series,
    },
    {
      name: 'p99 by route, one hour',
      path: metric('{kind = server} | quantile_over_time(duration, .99) by (name)', hour, '1m'),
      sql:
        `SELECT t, name, groupArray((b, n)) FROM (SELECT toStartOfInterval(start, INTERVAL 1 MINUTE) AS t, name, ` +
        `ceil(log2(duration)) AS b, count() AS n FROM spans WHERE ${within(hour)} AND kind = 2 GROUP BY t, name, b) GROUP BY t, name ORDER BY t`,
      found: series,
    },
    { name: 'service map, one hour', path: graph(HOUR_S), sql: graphSql(hour), found: prometheus },
    { name: 'service map, one day', path: graph(24 * HOUR_S), sql: graphSql(day), found: prometheus },
  ];
}

interface TraceAnswer {
  readonly trace: {
    readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: unknown[] }[] }[];
  };
}

const spansOf = ({ trace }: TraceAnswer): number =>
  trace.resourceSpans.flatMap((r) => r.scopeSpans.map((s) => s.spans.length)).reduce((sum, count) => sum + count, 0);

async function hugeTrace(sender: Sender): Promise<Figure> {
  const { tenant, id, spans } = HUGE_TRACE;
  const path = `/api/v2/traces/${id}`;
  const headers = { accept: 'application/json', 'x-scope-orgid': tenant };
  const found = spansOf((await sender.getJson(path, headers)) as TraceAnswer);
  if (found !== spans) throw new Error(`the huge trace has ${found} spans, not ${spans}`);
  const ms: number[] = [];
  for (let i = 0; i < HUGE_LOOKUPS; i++) ms.push((await sender.get(path, headers)).ms);
  return { name: `trace of ${spans} spans`, value: median(ms), unit: 'ms', bar: { op: '<=', value: 1000 } };
}

async function traceById(sender: Sender, ids: readonly string[]): Promise<readonly Figure[]> {
  const ms: number[] = [];
  for (const id of ids) {
    const answer = await sender.get(`/api/v2/traces/${id}`, { accept: 'application/json' });
    ms.push(answer.ms);
    const spans = spansOf(answer.json() as TraceAnswer);
    if (spans !== SPANS_PER_TRACE) throw new Error(`trace ${id} has ${spans} spans, not ${SPANS_PER_TRACE}`);
  }
  return [
    { name: 'trace by id, p50', value: median(ms), unit: 'ms' },
    { name: 'trace by id, p99', value: quantile(ms, 0.99), unit: 'ms', bar: { op: '<=', value: 15 } },
  ];
}

export async function benchTraceql(total: number, options: QuerySetChoice): Promise<void> {
  const filled = await filledFolder(options.folder, total, (endMs) => fillSpans(endMs, total));
  const folder = filled.path;
  const end = filled.endMs / 1000;
  const random = new Random(11);
  const numbers = Array.from({ length: TRACE_LOOKUPS }, () => random.int(Math.floor(total / SPANS_PER_TRACE)));
  const ids = await readTraceIds(folder, numbers);
  const { figures, raw } = await runQuerySet({
    folder,
    cases: chosen(cases(end), options),
    alsoMeasure: async (sender) => [...(await traceById(sender, ids)), await hugeTrace(sender)],
    env: { BONGSU_LIMITS_QUERY_TRACE_SPANS: `${HUGE_TRACE.spans}` },
  });
  filled.done();
  report('traceql', figures, { spans: total, queries: raw });
}
