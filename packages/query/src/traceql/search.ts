import { err, ok, type DurationNs, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../lang/index.js';
import { understoodSearch, type TraceqlError } from './error.js';
import { evaluateTraces, type EvalFailure } from './exec/evaluate-traces.js';
import { findLongest, findNewest, type Hunt, type Match, type TraceCursor } from './exec/find-traces.js';
import { assembleTraces, loadTraces } from './exec/load-traces.js';
import type { Sample } from './exec/page.js';
import { readServiceStats } from './exec/service-stats.js';
import type { TraceSummary } from './exec/trace-summary.js';
import { foundTrace, type FoundTrace, type ShownSpanset } from './found-trace.js';
import { warningsOf } from './warnings.js';
import { hintText } from './hints.js';
import { explainNotes, planPipeline, type Executor, type PipelinePlan } from './plan/search-plan.js';
import { fieldsOf, type Hint, type Stage } from './syntax/index.js';
import { tagsFilter } from './tags-filter.js';

/** Spans of one trace that a search looks at unless the request says otherwise. */
export const DEFAULT_MAX_TRACE_SPANS = 100_000;

export interface SearchRequest {
  readonly tenant: Tenant;
  /** Legacy tags, see `parseTags`; not together with `q`. */
  readonly tags: Labels | undefined;
  /** TraceQL; not together with `tags`. Neither of them takes every trace. */
  readonly q: string | undefined;
  /** Bounds of the whole trace's duration, inclusive. */
  readonly minDuration?: DurationNs;
  readonly maxDuration?: DurationNs;
  /** Of the start of the matching spans, [start, end). Relations look at the whole trace. */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Traces. Positive. */
  readonly limit: number;
  /** Spans shown of each set of spans. Positive. */
  readonly spansPerSpanSet: number;
  /** `start` is newest first, the default; `duration` is longest first. A hint `with(order="duration")` wins. */
  readonly order?: 'start' | 'duration';
  /** The `cursor` of the answer that this one goes on after, of the same query and order. */
  readonly cursor?: string;
  /** Spans of one trace that are looked at, the first by start. Positive. */
  readonly maxTraceSpans?: number;
  readonly executor?: Executor;
}

export interface SearchAnswer {
  readonly traces: readonly FoundTrace[];
  /** Where the next page begins; absent when this was the last. */
  readonly cursor?: string;
  /** Ids of traces with more spans than were looked at: what is said of them may be incomplete. */
  readonly cutTraces: readonly string[];
  /** What the query says in a way of our own. */
  readonly warnings: readonly string[];
  /** Traces that were looked at. */
  readonly inspectedTraces: number;
}

/** Gets the next traces of an answer, in its order, as soon as nothing can come before them. */
export type OnTraces = (traces: readonly FoundTrace[]) => void;

/**
 * Traces that match, newest start first (or longest first), then by id. Errors: `parse` for what is no TraceQL and
 * for queries that do not go with what they found, else as the runner's.
 */
export async function searchTraces(
  request: SearchRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
  onTraces?: OnTraces,
): Promise<Result<SearchAnswer, TraceqlError>> {
  const question = questionOf(request);
  if (!question.ok) return question;
  const { stages, hints, accepts, warnings } = question.value;
  const after = request.cursor === undefined ? ok(undefined) : readCursor(request.cursor);
  if (!after.ok) return after;
  const fields = fieldsOf(stages);
  const plan = planPipeline(stages, request.executor ?? 'auto', request);
  const order = hintText(hints, 'order') === 'duration' ? 'duration' : (request.order ?? 'start');

  let inspectedTraces = 0;
  let failed: EvalFailure | undefined;
  const shown: FoundTrace[] = [];
  const cutTraces: string[] = [];
  const show = async (matches: readonly Match<Found>[]): Promise<Result<void, QueryFailure>> => {
    const wanted = matches.slice(0, Math.max(0, request.limit - shown.length));
    if (wanted.length === 0) return ok(undefined);
    const traces = await present(wanted, plan, request, fields, runner, signal);
    if (!traces.ok) return failWith(traces.error, (e) => (failed = e));
    shown.push(...traces.value);
    if (traces.value.length > 0) onTraces?.(traces.value);
    return ok(undefined);
  };
  const hunt: Hunt<Found> = {
    question: [request.tenant, request.limit, request.q ?? JSON.stringify(request.tags ?? {})].join(' '),
    scope: request,
    plan,
    // One more tells whether there is another page.
    limit: request.limit + 1,
    shownSpans: request.spansPerSpanSet,
    after: after.value,
    decide: async (candidates) => {
      const accepted = candidates.filter(({ summary }) => accepts(summary));
      inspectedTraces += candidates.length;
      if (plan.exact) return ok(accepted.map(({ summary, sample }) => ({ summary, found: { sample } })));
      const summaries = accepted.map(({ summary }) => summary);
      const matches = await evaluated(plan, request, summaries, runner, signal);
      if (!matches.ok) return failWith(matches.error, (e) => (failed = e));
      cutTraces.push(...matches.value.filter((m) => m.cut).map((m) => m.summary.traceId));
      return ok(matches.value.map(({ summary, found }) => ({ summary, found: { sets: found } })));
    },
    // Who does not listen is spared the statements of each part of the answer.
    ...(onTraces ? { onFinal: show } : {}),
  };
  const found = await (order === 'duration' ? findLongest : findNewest)(hunt, runner, signal);
  const heard = found.ok && !onTraces ? await show(found.value) : found;
  if (!heard.ok) return err(failed?.kind === 'query' ? { kind: 'parse', message: failed.message } : heard.error);
  if (!found.ok) return found;
  const last = found.value.length > request.limit ? found.value[request.limit - 1] : undefined;
  const shownIds = new Set(found.value.map((m) => m.summary.traceId));
  return ok({
    traces: shown,
    ...(last ? { cursor: writeCursor(last.summary, order) } : {}),
    cutTraces: cutTraces.filter((id) => shownIds.has(id)),
    warnings,
    inspectedTraces,
  });
}

/** Lets a failure of the query itself through code that knows failures of the database only. */
function failWith(failure: EvalFailure, keep: (failure: EvalFailure) => void): Result<never, QueryFailure> {
  keep(failure);
  return err(failure.kind === 'query' ? { kind: 'internal', message: failure.message } : failure);
}

/** Where each part of a query is evaluated, and why: a line per stage. */
export function explainSearch(
  q: string,
  executor: Executor = 'auto',
  range: Pick<SearchRequest, 'tenant' | 'start' | 'end'>,
): Result<string, TraceqlError> {
  const query = understoodSearch(q);
  return query.ok ? ok(explainNotes(planPipeline(query.value.stages, executor, range).notes)) : query;
}

interface Question {
  readonly stages: readonly Stage[];
  readonly hints: readonly Hint[];
  readonly accepts: (trace: TraceSummary) => boolean;
  readonly warnings: readonly string[];
}

const RANGE = { start: 0, end: 0 };

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
    const { condition, accepts } = tagsFilter(tags ?? {});
    const stages = [{ kind: 'filter', expr: condition, range: RANGE }] as const;
    return ok({ stages, hints: [], accepts: (t) => longEnough(t) && accepts(t), warnings: [] });
  }
  const query = understoodSearch(q);
  if (!query.ok) return query;
  const { stages, hints } = query.value;
  return ok({ stages, hints, accepts: longEnough, warnings: warningsOf(query.value) });
}

type Evaluated = Match<readonly ShownSpanset[]> & { readonly cut: boolean };

async function evaluated(
  plan: PipelinePlan,
  request: SearchRequest,
  traces: readonly TraceSummary[],
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Evaluated[], EvalFailure>> {
  const matches: Evaluated[] = [];
  const done = await evaluateTraces(
    plan,
    request,
    traces,
    request.maxTraceSpans ?? DEFAULT_MAX_TRACE_SPANS,
    ({ trace, spansets }) => {
      // What is not shown is let go, or a thousand candidates would hold all their spans.
      const found = spansets.map((set) => ({
        set: { ...set, spans: set.spans.slice(0, request.spansPerSpanSet) },
        matched: set.spans.length,
      }));
      matches.push({ summary: trace.summary, found, cut: trace.cut });
    },
    runner,
    signal,
  );
  return done.ok ? ok(matches) : done;
}

/** What is known of a match: what it shows, or as far as one condition decides alone the spans that it was found by. */
interface Found {
  readonly sets?: readonly ShownSpanset[];
  readonly sample?: Sample | undefined;
}

/** Finds out what an answer shows of the traces. One that retention has dropped meanwhile is left out. */
async function present(
  matches: readonly Match<Found>[],
  plan: PipelinePlan,
  request: SearchRequest,
  fields: ReturnType<typeof fieldsOf>,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<FoundTrace[], EvalFailure>> {
  const unknown = matches.filter(
    ({ summary, found }) => !summary.services || (plan.exact && !plan.needs.whole && !found.sample),
  );
  const [sets, stats] = await Promise.all([
    plan.exact ? setsOfExact(matches, plan, request, runner, signal) : ok(undefined),
    readServiceStats(
      request,
      plan.exact ? plan.load : undefined,
      unknown.map((m) => m.summary),
      runner,
      signal,
    ),
  ]);
  if (!sets.ok) return sets;
  if (!stats.ok) return stats;
  return ok(
    matches.flatMap(({ summary, found }) => {
      const read = stats.value.get(summary.traceId);
      const matched = found.sample?.matched ?? read?.matched ?? 0;
      const shown = found.sets ?? sets.value?.(summary.traceId, matched);
      const services = summary.services ?? read?.services ?? {};
      return shown ? [foundTrace(summary, shown, services, fields, request.spansPerSpanSet)] : [];
    }),
  );
}

/**
 * The sets of a condition that decides alone, by trace id and the number of spans that match: of the spans that are shown
 * those are read that did not come with their trace.
 */
async function setsOfExact(
  matches: readonly Match<Found>[],
  plan: PipelinePlan,
  request: SearchRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<(traceId: string, matched: number) => readonly ShownSpanset[] | undefined, EvalFailure>> {
  const summaries = matches.map((m) => m.summary);
  if (plan.needs.whole) {
    const found = await evaluated(plan, request, summaries, runner, signal);
    if (!found.ok) return found;
    const sets = new Map(found.value.map((m) => [m.summary.traceId, m.found]));
    return ok((traceId) => sets.get(traceId));
  }
  const { needs, load } = plan;
  const maxSpans = request.spansPerSpanSet;
  const sampled = new Map(
    matches.flatMap(({ summary, found }) => (found.sample?.spans ? [[summary.traceId, found.sample.spans]] : [])),
  );
  const [known, loaded] = await Promise.all([
    assembleTraces(request, summaries, sampled, maxSpans, runner, signal),
    loadTraces(
      { ...request, needs, condition: load, maxSpans },
      summaries.filter(({ traceId }) => !sampled.has(traceId)),
      runner,
      signal,
    ),
  ]);
  if (!known.ok) return known;
  if (!loaded.ok) return loaded;
  const spansOf = new Map([...known.value, ...loaded.value].map(({ traceId, spans }) => [traceId, spans]));
  return ok((traceId, matched) => {
    const spans = spansOf.get(traceId);
    return spans && [{ set: { spans, attributes: [], implicit: false }, matched: Math.max(matched, spans.length) }];
  });
}

const writeCursor = ({ start, end, traceId }: TraceSummary, order: 'start' | 'duration'): string =>
  `${order === 'duration' ? end - start : start}-${traceId}`;

function readCursor(text: string): Result<TraceCursor, TraceqlError> {
  const parts = /^(-?\d{1,20})-([0-9a-f]{32})$/.exec(text);
  if (!parts) return err({ kind: 'parse', message: `invalid cursor: ${JSON.stringify(text)} is not from an answer` });
  return ok({ rank: BigInt(parts[1]!), traceId: parts[2]! });
}
