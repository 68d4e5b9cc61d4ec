import { err, ok, type DurationNs, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { Direction, SqlRunner } from '../lang/index.js';
import type { Position } from './compile/log-page.js';
import type { LogqlError } from './error.js';
import type { PipelineLimits } from './exec/pipeline/index.js';
import { readLines, type FoundLine } from './exec/read-lines.js';
import { StreamSet } from './exec/stream-set.js';
import type { Executor, LogPlan } from './plan/nodes.js';
import { planLogs } from './plan/plan.js';
import { printLabels } from './syntax/index.js';
import { understand } from './understand.js';

export interface LogEntry {
  readonly ts: Nanos;
  readonly line: string;
  /** Sorted by name, `detected_level` included. */
  readonly structuredMetadata: Labels;
  /** Labels that the query's stages made, and its errors; sorted by name. */
  readonly parsed: Labels;
  /** Ids that were found in the line or among its attributes: no labels, but they lead to the trace. */
  readonly foundIds: FoundLine['foundIds'];
}

export interface LogStream {
  /** Stream labels alone, less those that stages took away; an API without `categorize-labels` folds the rest in. */
  readonly labels: Labels;
  /** In the order of the request's direction. */
  readonly entries: readonly LogEntry[];
}

export interface LogStreams {
  /** Sorted by their labels' text. */
  readonly streams: readonly LogStream[];
  readonly warnings: readonly string[];
  /** Where to go on: a request with this `after` gives the lines that follow. Absent when there are no more. */
  readonly next?: Position;
}

export interface LogsRequest {
  readonly query: string;
  readonly tenant: Tenant;
  /** Inclusive. */
  readonly start: Nanos;
  /** Exclusive. */
  readonly end: Nanos;
  /** Lines of all streams together: the oldest (forward) or newest (backward) of them. Positive. */
  readonly limit: number;
  readonly direction: Direction;
  /** Only lines after this one in the order of `direction`: `next` of the answer before. */
  readonly after?: Position;
  /** Of each stream only lines at least this far from the last one taken; 0, the default, takes every line. */
  readonly interval?: DurationNs;
  readonly executor?: Executor;
  /** What a line may cost in the query's stages; defaults where absent. */
  readonly pipelineLimits?: PipelineLimits;
}

const NOT_LOGS = 'a metric query has no log lines';

/** Answers a log query. */
export async function queryLogs(
  request: LogsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<LogStreams, LogqlError>> {
  const planned = plan(request);
  if (!planned.ok) return planned;
  const { lines: logPlan, warnings } = planned.value;
  const streams = await StreamSet.resolve(request, logPlan.labels, runner, signal);
  if (!streams.ok) return streams;
  if (streams.value.isEmpty) return ok({ streams: [], warnings });
  const { tenant, limit, direction, query } = request;
  const question = [tenant, limit, direction, query].join(' ');
  const found = await readLines(streams.value, logPlan, { ...request, question }, signal);
  if (!found.ok) return found;
  const last = found.value.at(-1);
  const more = found.value.length === request.limit && last !== undefined;
  return ok({
    streams: groupStreams(found.value),
    warnings,
    ...(more ? { next: { ts: last.ts, seq: last.seq } } : {}),
  });
}

function plan({
  query: text,
  executor,
  pipelineLimits,
}: LogsRequest): Result<{ readonly lines: LogPlan; readonly warnings: readonly string[] }, LogqlError> {
  const understood = understand(text);
  if (!understood.ok) return understood;
  const { query, warnings } = understood.value;
  if (query.kind !== 'log-query') return err({ kind: 'unsupported', message: NOT_LOGS, range: query.range });
  return ok({ lines: planLogs(query, executor ?? 'auto', pipelineLimits), warnings });
}

/** Lines by their stream labels, the streams sorted by the labels' text. */
function groupStreams(lines: readonly FoundLine[]): LogStream[] {
  const streams = new Map<string, { labels: Labels; entries: LogEntry[] }>();
  const keys = new Map<Labels, string>();
  for (const { ts, line, labels, foundIds } of lines) {
    let key = keys.get(labels.stream);
    if (key === undefined) keys.set(labels.stream, (key = printLabels(labels.stream)));
    let stream = streams.get(key);
    if (stream === undefined) streams.set(key, (stream = { labels: labels.stream, entries: [] }));
    stream.entries.push({ ts, line, structuredMetadata: labels.metadata, parsed: labels.parsed, foundIds });
  }
  return [...streams].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, stream]) => stream);
}
