import { err, ok, type DurationNs, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import { understood, type TraceqlError } from './error.js';
import { anyValueOf, type KeyValue } from './exec/any-value.js';
import { attributeOf } from './exec/comparison.js';
import { findTraces } from './exec/find-traces.js';
import type { SpanWithResource } from './exec/span-row.js';
import { readMatchedSpans, readServiceStats, type MatchedSpans, type ServiceStats } from './exec/spansets.js';
import type { TraceSummary } from './exec/trace-summary.js';
import { planSpans, explainPlan } from './plan/plan.js';
import type { Executor } from './plan/nodes.js';
import { KIND_NAMES, STATUS_NAMES, type Condition, type Field } from './syntax/index.js';
import { tagsFilter } from './tags-filter.js';

export interface SearchRequest {
  readonly tenant: Tenant;
  /** Legacy tags, see `parseTags`; not together with `q`. */
  readonly tags: Labels | undefined;
  /** TraceQL; not together with `tags`. Neither of them takes every trace. */
  readonly q: string | undefined;
  /** Bounds of the whole trace's duration, inclusive. */
  readonly minDuration?: DurationNs;
  readonly maxDuration?: DurationNs;
  /** Of the start of the matching spans, [start, end). */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Traces. Positive. */
  readonly limit: number;
  /** Spans shown of each trace. Positive. */
  readonly spansPerSpanSet: number;
  readonly executor?: Executor;
}

/** Tempo's `TraceSearchMetadata`, in the form its JSON has. */
export interface FoundTrace {
  /** Hex without leading zeros. */
  readonly traceID: string;
  readonly rootServiceName: string;
  readonly rootTraceName: string;
  readonly startTimeUnixNano: string;
  readonly durationMs: number;
  /** The first of `spanSets`. */
  readonly spanSet: SpanSet;
  readonly spanSets: readonly SpanSet[];
  readonly serviceStats: Readonly<Record<string, ServiceStats>>;
}

export interface SpanSet {
  readonly spans: readonly FoundSpan[];
  /** Spans that match, shown or not. */
  readonly matched: number;
}

export interface FoundSpan {
  readonly spanID: string;
  /** Only when the query asks about it. */
  readonly name?: string;
  readonly startTimeUnixNano: string;
  readonly durationNanos: string;
  /** What the query asks about, without scope. */
  readonly attributes: readonly KeyValue[];
}

const ROOT_MISSING = '<root span not yet received>';
const NS_PER_MS = 1_000_000n;

/** Traces with matching spans, newest start first, then by id. */
export async function searchTraces(
  request: SearchRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<FoundTrace[], TraceqlError>> {
  const question = questionOf(request);
  if (!question.ok) return question;
  const { condition, accepts } = question.value;
  const plan = planSpans(condition, request.executor ?? 'auto');
  const traces = await findTraces(request, plan, accepts, request.limit, runner, signal);
  if (!traces.ok) return traces;
  if (traces.value.length === 0) return ok([]);
  const [matched, stats] = await Promise.all([
    readMatchedSpans(request, plan, traces.value, request.spansPerSpanSet, runner, signal),
    readServiceStats(request, traces.value, runner, signal),
  ]);
  if (!matched.ok) return matched;
  if (!stats.ok) return stats;
  const fields = condition ? fieldsOf(condition) : [];
  return ok(
    traces.value.flatMap((trace) => {
      const spans = matched.value.get(trace.traceId);
      // Dropped by retention since the trace was found.
      return spans ? [foundTrace(trace, spans, stats.value.get(trace.traceId) ?? {}, fields)] : [];
    }),
  );
}

/** Where each part of a query is evaluated, and why. */
export function explainSearch(q: string, executor: Executor = 'auto'): Result<string, TraceqlError> {
  const query = understood(q);
  return query.ok ? ok(explainPlan(planSpans(query.value.condition, executor))) : query;
}

interface Question {
  readonly condition: Condition | undefined;
  readonly accepts: (trace: TraceSummary) => boolean;
}

function questionOf(request: SearchRequest): Result<Question, TraceqlError> {
  const { q, tags, minDuration, maxDuration } = request;
  if (q !== undefined && tags !== undefined) {
    return err({ kind: 'parse', message: "invalid request: can't specify tags and q in the same query" });
  }
  const longEnough = (trace: TraceSummary): boolean => {
    const duration = trace.end - trace.start;
    return (
      (minDuration === undefined || duration >= minDuration) && (maxDuration === undefined || duration <= maxDuration)
    );
  };
  if (q === undefined) {
    const filter = tagsFilter(tags ?? {});
    return ok({ condition: filter.condition, accepts: (t) => longEnough(t) && filter.accepts(t) });
  }
  const query = understood(q);
  return query.ok ? ok({ condition: query.value.condition, accepts: longEnough }) : query;
}

/** The fields a condition names, each once. */
function fieldsOf(condition: Condition): Field[] {
  const fields = new Map<string, Field>();
  const visit = (at: Condition): void => {
    if (at.kind === 'logical') {
      visit(at.left);
      visit(at.right);
    } else if (at.kind === 'comparison') {
      const { field } = at;
      fields.set(field.kind === 'intrinsic' ? field.name : `${field.scope}.${field.name}`, field);
    }
  };
  visit(condition);
  return [...fields.values()];
}

function foundTrace(
  trace: TraceSummary,
  matched: MatchedSpans,
  serviceStats: FoundTrace['serviceStats'],
  fields: readonly Field[],
): FoundTrace {
  const spanSet = { spans: matched.spans.map((span) => foundSpan(span, fields)), matched: matched.matched };
  const rooted = trace.rootService !== '' || trace.rootName !== '';
  return {
    traceID: trace.traceId.replace(/^0+/, ''),
    rootServiceName: rooted ? trace.rootService : ROOT_MISSING,
    rootTraceName: trace.rootName,
    startTimeUnixNano: String(trace.start),
    durationMs: Number((trace.end - trace.start) / NS_PER_MS),
    spanSet,
    spanSets: [spanSet],
    serviceStats,
  };
}

function foundSpan(found: SpanWithResource, fields: readonly Field[]): FoundSpan {
  const { span } = found;
  const attributes = fields.flatMap((field): KeyValue[] => {
    if (field.kind === 'attribute') {
      const attribute = attributeOf(field, found);
      return attribute ? [{ key: field.name, value: anyValueOf(attribute) }] : [];
    }
    const text = (stringValue: string): KeyValue[] => [{ key: field.name, value: { stringValue } }];
    switch (field.name) {
      case 'status':
        return text(STATUS_NAMES[span.statusCode] ?? 'unset');
      case 'kind':
        return text(KIND_NAMES[span.kind] ?? 'unspecified');
      case 'statusMessage':
        return text(span.statusMessage);
      case 'name':
      case 'duration':
        return [];
    }
  });
  const named = fields.some((f) => f.kind === 'intrinsic' && f.name === 'name');
  return {
    spanID: span.spanId,
    ...(named ? { name: span.name } : {}),
    startTimeUnixNano: String(span.start),
    durationNanos: String(span.duration),
    attributes,
  };
}
