/**
 * `npm run bench -- query`: the queries of the first slice over a filled folder, through the HTTP APIs, against
 * hand-written SQL for the same answer on the same folder in the same run. `bench/README.md` lists them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTraceIds, runStatements, timeStatements } from './bare-engine.js';
import { NEEDLE, SERIES, SPANS_PER_TRACE, fillLogs, fillSamples, fillSpans, type DataSize } from './fill.js';
import { Random } from './payload/random.js';
import { report, type Figure } from './report.js';
import { Sender } from './sender.js';
import { startServer } from './server-process.js';
import { median, quantile } from './statistics.js';

const RUNS = 15;
const TRACE_LOOKUPS = 200;

interface QueryCase {
  readonly name: string;
  readonly path: string;
  /** Hand-written, for the same answer. */
  readonly sql: string;
  /** Rows, series or traces in the answer: a query that finds nothing proves nothing. */
  readonly found: (answer: unknown) => number;
}

interface Loki {
  readonly data: { readonly result: { readonly values: unknown[] }[] };
}
interface Prometheus {
  readonly data: { readonly result: unknown[] };
}

const lines = (answer: unknown): number =>
  (answer as Loki).data.result.reduce((sum, stream) => sum + stream.values.length, 0);
const series = (answer: unknown): number => (answer as Prometheus).data.result.length;

function cases(endMs: number, traceId: string): QueryCase[] {
  const ns = (ms: number): string => `${BigInt(ms) * 1_000_000n}`;
  const day = 86_400_000;
  const loki = (query: string, from: number, limit: number): string =>
    `/loki/api/v1/query_range?${new URLSearchParams({ query, start: ns(from), end: ns(endMs), limit: `${limit}` }).toString()}`;
  const prom = (query: string, step: number): string =>
    `/api/v1/query_range?${new URLSearchParams({ query, start: `${(endMs - 6 * 3_600_000) / 1000}`, end: `${endMs / 1000}`, step: `${step}` }).toString()}`;
  const range = (from: number): string =>
    `tenant = 'default' AND ts >= fromUnixTimestamp64Nano(${ns(from)}) AND ts < fromUnixTimestamp64Nano(${ns(endMs)})`;
  const line = 'ts, body, attributes, trace_id, span_id, severity_number, severity_text, stream';
  return [
    {
      name: 'newest 1,000 lines of a service, last hour',
      path: loki('{service_name="service-7"}', endMs - 3_600_000, 1000),
      sql: `SELECT ${line} FROM logs WHERE ${range(endMs - 3_600_000)} AND service = 'service-7' AND stream = 1007 ORDER BY ts DESC, seq DESC LIMIT 1000`,
      found: lines,
    },
    {
      name: 'needle in every line, three days',
      path: loki(`{service_name=~".+"} |= "${NEEDLE}"`, endMs - 3 * day, 1000),
      sql: `SELECT ${line} FROM logs WHERE ${range(endMs - 3 * day)} AND position(body, '${NEEDLE}') > 0 ORDER BY ts DESC, seq DESC LIMIT 1000`,
      found: lines,
    },
    {
      name: 'regular expression in a service, one day',
      path: loki('{service_name="service-7"} |~ "user=4995[0-9]$"', endMs - day, 1000),
      sql: `SELECT ${line} FROM logs WHERE ${range(endMs - day)} AND service = 'service-7' AND stream = 1007 AND match(body, 'user=4995[0-9]$') ORDER BY ts DESC, seq DESC LIMIT 1000`,
      found: lines,
    },
    {
      name: 'lines of a trace, three days',
      path: loki(`{trace_id="${traceId}"}`, endMs - 3 * day, 1000),
      sql: `SELECT ${line} FROM logs WHERE ${range(endMs - 3 * day)} AND trace_id = unhex('${traceId}') ORDER BY ts DESC, seq DESC LIMIT 1000`,
      found: lines,
    },
    {
      name: 'traces of a service over 390 ms, last hour',
      path: `/api/search?${new URLSearchParams({ tags: 'service.name=service-7', minDuration: '390ms', limit: '20', start: `${Math.floor((endMs - 3_600_000) / 1000)}`, end: `${Math.floor(endMs / 1000)}` }).toString()}`,
      sql: `SELECT trace_id, max(start) AS s FROM spans WHERE tenant = 'default' AND start >= fromUnixTimestamp64Nano(${ns(endMs - 3_600_000)}) AND service = 'service-7' AND duration >= 390000000 GROUP BY trace_id ORDER BY s DESC LIMIT 20`,
      found: (answer) => (answer as { traces: unknown[] }).traces.length,
    },
    {
      name: `sum by (route) (rate()) over ${SERIES} series, 6 h`,
      path: prom('sum by (route) (rate(bench_requests_total[5m]))', 60),
      sql:
        `SELECT route, sumForEach(r) FROM (SELECT any(l.labels['route']) AS route, timeSeriesRateToGrid(toDateTime64(${(endMs - 6 * 3_600_000) / 1000}, 3, 'UTC'), toDateTime64(${endMs / 1000}, 3, 'UTC'), 60, 300)(ts, value) AS r ` +
        `FROM samples AS s INNER JOIN (SELECT fingerprint, any(labels) AS labels FROM metric_series WHERE metric = 'bench_requests_total' GROUP BY fingerprint) AS l ON s.fingerprint = l.fingerprint WHERE s.tenant = 'default' AND s.metric = 'bench_requests_total' GROUP BY s.fingerprint) GROUP BY route SETTINGS allow_experimental_time_series_aggregate_functions = 1`,
      found: series,
    },
    {
      name: 'one series, 6 h',
      path: prom('bench_requests_total{instance="17"}', 60),
      sql: `SELECT ts, value FROM samples WHERE tenant = 'default' AND metric = 'bench_requests_total' AND fingerprint IN (SELECT fingerprint FROM metric_series WHERE metric = 'bench_requests_total' AND labels['instance'] = '17') ORDER BY ts`,
      found: series,
    },
  ];
}

export async function benchQuery(size: DataSize): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-bench-query-'));
  const endMs = Math.floor(Date.now() / 1000) * 1000;
  console.log(`filling ${size.logs} lines, ${size.spans} spans, ${size.samples} samples`);
  const filled = performance.now();
  await runStatements(folder, [
    ...fillLogs(endMs, size.logs),
    ...fillSpans(endMs, size.spans),
    ...fillSamples(endMs, size.samples),
  ]);
  console.log(`filled in ${Math.round((performance.now() - filled) / 1000)} s`);

  const figures: Figure[] = [];
  const raw: Record<string, unknown> = { size };
  const traces = Math.floor(size.spans / SPANS_PER_TRACE);
  const random = new Random(11);
  const traceIdOf = await readTraceIds(
    folder,
    Array.from({ length: TRACE_LOOKUPS }, () => random.int(traces)),
  );
  const server = await startServer({ folder, args: ['--retention', 'off'] });
  const sender = new Sender(server.port);

  const lookups: number[] = [];
  for (const id of traceIdOf.slice(0, TRACE_LOOKUPS)) {
    const started = performance.now();
    const answer = (await sender.getJson(`/api/v2/traces/${id}`, { accept: 'application/json' })) as {
      trace: { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };
    };
    lookups.push(performance.now() - started);
    const spans = answer.trace.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)).length;
    if (spans !== SPANS_PER_TRACE) throw new Error(`trace ${id} has ${spans} spans, not ${SPANS_PER_TRACE}`);
  }
  raw['traceById'] = lookups;
  figures.push(
    { name: 'trace by id, p50', value: median(lookups), unit: 'ms' },
    { name: 'trace by id, p99', value: quantile(lookups, 0.99), unit: 'ms', bar: { op: '<=', value: 15 } },
  );

  const all = cases(endMs, traceIdOf[0]!);
  const api: number[][] = [];
  for (const one of all) {
    const ms: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const started = performance.now();
      const answer = await sender.getJson(one.path);
      ms.push(performance.now() - started);
      if (one.found(answer) === 0) throw new Error(`${one.name}: nothing found`);
    }
    api.push(ms);
  }
  sender.close();
  await server.stop();

  const bare = await timeStatements(
    folder,
    all.map((one) => one.sql),
    RUNS,
  );
  all.forEach((one, i) => {
    const ours = median(api[i]!);
    const sql = median(bare[i]!.ms);
    raw[one.name] = { api: api[i], sql: bare[i]!.ms };
    figures.push(
      { name: one.name, value: ours, unit: 'ms', bar: { op: '<=', value: 1.5 * sql + 5 } },
      { name: `  hand-written SQL`, value: sql, unit: 'ms' },
    );
  });
  rmSync(folder, { recursive: true, force: true });
  report('query', figures, raw);
}
