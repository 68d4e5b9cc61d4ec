import { ok, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { groupBy, readResources, type Direction, type SqlRunner } from '../lang/index.js';
import { refused, type LogqlError } from './error.js';
import { readLines } from './exec/read-lines.js';
import { StreamSet } from './exec/stream-set.js';
import { structuredMetadata } from './exec/structured-metadata.js';
import { explainPlan } from './plan/explain.js';
import type { Executor, LogPlan } from './plan/nodes.js';
import { planLogs } from './plan/plan.js';
import { checkQuery, parseQuery, printLabels, warningsOf } from './syntax/index.js';

export interface LogEntry {
  readonly ts: Nanos;
  readonly line: string;
  /** Sorted by name, `detected_level` included. */
  readonly structuredMetadata: Labels;
}

export interface LogStream {
  /** Stream labels alone; an API without `categorize-labels` folds metadata into them. */
  readonly labels: Labels;
  /** In the order of the request's direction. */
  readonly entries: readonly LogEntry[];
}

export interface LogStreams {
  /** Sorted by their labels' text. */
  readonly streams: readonly LogStream[];
  readonly warnings: readonly string[];
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
  readonly executor?: Executor;
}

/** Answers a log query. */
export async function queryLogs(
  request: LogsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<LogStreams, LogqlError>> {
  const query = understood(request.query, request.executor ?? 'auto');
  if (!query.ok) return query;
  const { plan, warnings } = query.value;
  const streams = await StreamSet.resolve(request, plan.labels, runner, signal);
  if (!streams.ok) return streams;
  if (streams.value.isEmpty) return ok({ streams: [], warnings });
  const lines = await readLines(streams.value, plan, request.direction, request.limit, runner, signal);
  if (!lines.ok) return lines;
  const labels = await streams.value.labelsOf(
    lines.value.map((l) => l.stream),
    signal,
  );
  if (!labels.ok) return labels;
  const resources = await readResources(
    request,
    lines.value.map((l) => l.resource),
    runner,
    signal,
  );
  if (!resources.ok) return resources;

  const found = [...groupBy(lines.value, (row) => row.stream)].map(([stream, rows]): LogStream => {
    const ofStream = labels.value.get(stream)!;
    const entries = rows.map((row): LogEntry => ({
      ts: row.ts,
      line: row.line,
      structuredMetadata: structuredMetadata(row, ofStream, resources.value.get(row.resource)),
    }));
    return { labels: ofStream, entries };
  });
  return ok({ streams: sortedByLabels(found), warnings });
}

/** Where each part of a log query is evaluated, and why. */
export function explainLogs(query: string, executor: Executor = 'auto'): Result<string, LogqlError> {
  const parsed = understood(query, executor);
  return parsed.ok ? ok(explainPlan(parsed.value.plan)) : parsed;
}

interface Understood {
  readonly plan: LogPlan;
  readonly warnings: readonly string[];
}

function understood(text: string, executor: Executor): Result<Understood, LogqlError> {
  const parsed = parseQuery(text);
  if (!parsed.ok) return refused(text, parsed.error);
  const fault = checkQuery(parsed.value);
  if (fault) return refused(text, fault);
  const plan = planLogs(parsed.value, executor);
  if (!plan.ok) return refused(text, { kind: 'unsupported', ...plan.error });
  return ok({ plan: plan.value, warnings: warningsOf(parsed.value) });
}

function sortedByLabels<T extends { readonly labels: Labels }>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: printLabels(item.labels) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}
