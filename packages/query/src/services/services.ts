import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { daysWithin, instant, withinBuckets, type QueryFailure, type SqlRunner } from '../lang/index.js';
import {
  and,
  call,
  col,
  infix,
  lit,
  LOGS,
  METRIC_SERIES,
  param,
  SAMPLES,
  SPANS,
  type Expr,
  type Select,
} from '../sql/index.js';

export interface ServicesRequest {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
}

/** A service that sent something in the time asked about. */
export interface ServiceSummary {
  readonly name: string;
  /** Start of its newest span. */
  readonly lastSpan: Nanos | undefined;
  readonly lastLog: Nanos | undefined;
  /** Of `target_info`, which OTLP brings with every resource, or of `up` for what is scraped. */
  readonly lastSample: Nanos | undefined;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly logCount: number;
}

/**
 * Services by name. Reads four narrow columns of spans, two of logs, and of metrics only the series that say which
 * targets there are.
 */
export async function services(
  request: ServicesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ServiceSummary[], QueryFailure>> {
  const [spans, logs, samples] = await Promise.all([
    runner.rows(compileSpanCounts(request), signal),
    runner.rows(compileLogCounts(request), signal),
    lastSamples(request, runner, signal),
  ]);
  if (!spans.ok) return spans;
  if (!logs.ok) return logs;
  if (!samples.ok) return samples;

  const found = new Map<string, ServiceSummary>();
  const add = (name: string, part: Partial<ServiceSummary>): void => {
    found.set(name, { ...(found.get(name) ?? { ...NOTHING, name }), ...part });
  };
  for (const [name, last, spanCount, errorCount] of spans.value as [string, string, string, string][]) {
    add(name, { lastSpan: nanos(BigInt(last)), spanCount: Number(spanCount), errorCount: Number(errorCount) });
  }
  for (const [name, last, logCount] of logs.value as [string, string, string][]) {
    add(name, { lastLog: nanos(BigInt(last)), logCount: Number(logCount) });
  }
  for (const [name, lastSample] of samples.value) add(name, { lastSample });
  return ok([...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

const NOTHING: Omit<ServiceSummary, 'name'> = {
  lastSpan: undefined,
  lastLog: undefined,
  lastSample: undefined,
  spanCount: 0,
  errorCount: 0,
  logCount: 0,
};

const ofTenant = ({ tenant }: ServicesRequest): Expr => infix(col('tenant'), '=', param('String', tenant));
const newest = (time: string): Expr => call('toUnixTimestamp64Nano', call('max', col(time)));

function compileSpanCounts(request: ServicesRequest): Select {
  return {
    columns: [
      col('service'),
      newest('start'),
      call('count'),
      call('countIf', infix(col('status_code'), '=', lit(2))),
    ].map((expr) => ({ expr })),
    from: { kind: 'table', name: SPANS.name },
    where: and([ofTenant(request), withinBuckets(SPANS, 'start', request.start, request.end)])!,
    groupBy: [col('service')],
  };
}

function compileLogCounts(request: ServicesRequest): Select {
  return {
    columns: [col('service'), newest('ts'), call('count')].map((expr) => ({ expr })),
    from: { kind: 'table', name: LOGS.name },
    where: and([ofTenant(request), withinBuckets(LOGS, 'ts', request.start, request.end)])!,
    groupBy: [col('service')],
  };
}

/** Metrics with one series a target: a handful of rows, wherever they are in the table. */
const TARGET_METRICS = ['target_info', 'up'];

async function lastSamples(
  request: ServicesRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Map<string, Nanos>, QueryFailure>> {
  const ofTargets = infix(col('metric'), 'IN', param('Array(String)', TARGET_METRICS));
  const series = await runner.rows(
    {
      columns: [
        { expr: col('fingerprint') },
        { expr: call('arrayElement', col('labels'), param('String', 'service_name')) },
        { expr: call('arrayElement', col('labels'), param('String', 'job')) },
      ],
      from: { kind: 'table', name: METRIC_SERIES.name },
      where: and([ofTenant(request), ofTargets, daysWithin('day', request.start, request.end)])!,
      limitBy: { limit: 1, by: [col('fingerprint')] },
    },
    signal,
  );
  if (!series.ok) return series;
  if (series.value.length === 0) return ok(new Map());
  const last = await runner.rows(
    {
      // Samples carry milliseconds.
      columns: [{ expr: col('fingerprint') }, { expr: call('toUnixTimestamp64Milli', call('max', col('ts'))) }],
      from: { kind: 'table', name: SAMPLES.name },
      where: and([
        ofTenant(request),
        ofTargets,
        infix(col('ts'), '>=', instant(request.start)),
        infix(col('ts'), '<', instant(request.end)),
      ])!,
      groupBy: [col('fingerprint')],
    },
    signal,
  );
  if (!last.ok) return last;
  const serviceOf = new Map(
    (series.value as [string, string, string][]).map(([f, name, job]) => [f, name || afterSlash(job)]),
  );
  const found = new Map<string, Nanos>();
  for (const [fingerprint, ms] of last.value as [string, string][]) {
    const name = serviceOf.get(fingerprint);
    const at = nanos(BigInt(ms) * 1_000_000n);
    if (name !== undefined && name !== '' && at > (found.get(name) ?? -1n)) found.set(name, at);
  }
  return ok(found);
}

/** `job` is `service.namespace/service.name`, or the name alone (OpenTelemetry's Prometheus compatibility). */
const afterSlash = (job: string): string => job.slice(job.lastIndexOf('/') + 1);
