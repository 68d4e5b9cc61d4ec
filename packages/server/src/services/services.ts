import { err, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { allOf, daysWithin, within, type QueryFailure, type SqlRunner } from '@bongsu/query/lang';
import {
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
} from '@bongsu/query/sql';

export interface ServicesRequest {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
}

/** What a service has sent in the range. */
export interface Service {
  readonly name: string;
  /** Unix milliseconds of the newest record of each signal; absent where there is none. */
  readonly lastSeen: Readonly<Partial<Record<'logs' | 'traces' | 'metrics', number>>>;
  readonly spans: number;
  /** Of the spans, those with status error. */
  readonly errors: number;
  readonly logs: number;
}

type Rows = readonly (readonly unknown[])[];

/** Every service that sent something, sorted by name. Records without a service name are left out. */
export async function services(
  request: ServicesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Service[], QueryFailure>> {
  const answers = await Promise.all(
    [logsByService(request), spansByService(request), samplesByJob(request)].map((select) =>
      runner.rows(select, signal),
    ),
  );
  const rows: Rows[] = [];
  for (const answer of answers) {
    if (!answer.ok) return err(answer.error);
    rows.push(answer.value);
  }
  return ok(merge(rows[0]!, rows[1]!, rows[2]!));
}

const milliseconds = (expr: Expr): Expr => call('toUnixTimestamp64Milli', expr);

function ofTenant({ tenant }: ServicesRequest): Expr {
  return infix(col('tenant'), '=', param('String', tenant));
}

function logsByService(request: ServicesRequest): Select {
  return {
    columns: [{ expr: col('service') }, { expr: milliseconds(call('max', col('ts'))) }, { expr: call('count') }],
    from: { kind: 'table', name: LOGS.name },
    where: allOf([ofTenant(request), within('ts', request.start, request.end)])!,
    groupBy: [col('service')],
  };
}

function spansByService(request: ServicesRequest): Select {
  return {
    columns: [
      { expr: col('service') },
      { expr: milliseconds(call('max', col('start'))) },
      { expr: call('count') },
      // 2 is OTLP's STATUS_CODE_ERROR.
      { expr: call('countIf', infix(col('status_code'), '=', lit(2))) },
    ],
    from: { kind: 'table', name: SPANS.name },
    where: allOf([ofTenant(request), within('start', request.start, request.end)])!,
    groupBy: [col('service')],
  };
}

/** Newest sample by `job`, which is the service with its namespace before it. */
function samplesByJob(request: ServicesRequest): Select {
  const jobs: Select = {
    columns: [
      { expr: col('fingerprint'), as: 'fingerprint' },
      { expr: call('arrayElement', col('labels'), lit('job')), as: 'job' },
    ],
    distinct: true,
    from: { kind: 'table', name: METRIC_SERIES.name },
    where: allOf([ofTenant(request), daysWithin('day', request.start, request.end)])!,
  };
  const newest: Select = {
    columns: [
      { expr: col('fingerprint'), as: 'fingerprint' },
      { expr: call('max', col('ts')), as: 'newest' },
    ],
    from: { kind: 'table', name: SAMPLES.name },
    where: allOf([ofTenant(request), within('ts', request.start, request.end)])!,
    groupBy: [col('fingerprint')],
  };
  return {
    columns: [{ expr: col('job', 'j') }, { expr: milliseconds(call('max', col('newest', 's'))) }],
    from: { kind: 'select', select: newest, as: 's' },
    joins: [
      {
        type: 'INNER',
        source: { kind: 'select', select: jobs, as: 'j' },
        on: infix(col('fingerprint', 's'), '=', col('fingerprint', 'j')),
      },
    ],
    groupBy: [col('job', 'j')],
  };
}

interface Draft {
  lastSeen: Partial<Record<'logs' | 'traces' | 'metrics', number>>;
  spans: number;
  errors: number;
  logs: number;
}

function merge(logs: Rows, spans: Rows, jobs: Rows): readonly Service[] {
  const found = new Map<string, Draft>();
  const draft = (name: string): Draft => {
    let known = found.get(name);
    if (known === undefined) found.set(name, (known = { lastSeen: {}, spans: 0, errors: 0, logs: 0 }));
    return known;
  };
  for (const [name, seen, count] of logs) {
    const service = draft(String(name));
    service.lastSeen.logs = Number(seen);
    service.logs = Number(count);
  }
  for (const [name, seen, count, errors] of spans) {
    const service = draft(String(name));
    service.lastSeen.traces = Number(seen);
    service.spans = Number(count);
    service.errors = Number(errors);
  }
  for (const [job, seen] of jobs) {
    const service = draft(serviceOfJob(String(job), found));
    service.lastSeen.metrics = Math.max(service.lastSeen.metrics ?? 0, Number(seen));
  }
  found.delete('');
  return [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, rest]) => ({ name, ...rest }));
}

/** `namespace/name` is the service `name`, unless a service has the whole as its name. */
function serviceOfJob(job: string, known: ReadonlyMap<string, unknown>): string {
  if (known.has(job)) return job;
  const at = job.indexOf('/');
  return at < 0 ? job : job.slice(at + 1);
}
