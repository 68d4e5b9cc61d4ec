import { nanos, ok, type Result } from '@bongsu/model';
import { daysWithin, growingWindows, type QueryFailure, type SqlRunner, type Window } from '../../lang/index.js';
import { and, call, col, infix, SPANS, subquery, TRACES, type Expr } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import { ofTenant, type SpanScope } from '../compile/scope.js';
import type { PipelinePlan } from '../plan/search-plan.js';
import type { Needs } from './needs.js';
import { partsOf, readPage, type Page, type PageEntry, type Sample } from './page.js';
import { FEW, hexId, nanosOf, readSummaries, type TraceSummary } from './trace-summary.js';

/** Traces of the first page at least: a few times the usual limit of 20 where only some of the candidates match. */
const FIRST_PAGE = 100;
/** Beyond the limit at most, where all candidates match: a few of them may be older than they look. */
const SPARE = 10;
/** Later pages grow: where few candidates match, fewer statements matter more than small ones. */
const LAST_PAGE = 3200;

/** Where an answer goes on: after this trace, in the answer's order. */
export interface TraceCursor {
  /** Start of the trace, or its duration in ns when that is the order. */
  readonly rank: bigint;
  readonly traceId: string;
}

export interface Hunt<T> {
  /** Equal for searches of the same tenant for the same. */
  readonly question: string;
  readonly scope: SpanScope;
  readonly plan: PipelinePlan;
  readonly limit: number;
  readonly after: TraceCursor | undefined;
  /** Spans of a trace that an answer shows; they may come with the candidates. */
  readonly shownSpans: number;
  /** Those of the candidates that match, in any order, with what was found out about them. */
  readonly decide: (candidates: readonly Candidate[]) => Promise<Result<readonly Match<T>[], QueryFailure>>;
  /** Told of matches as soon as their place in the answer is final, in its order. */
  readonly onFinal?: (matches: readonly Match<T>[]) => Promise<Result<void, QueryFailure>>;
}

export interface Candidate {
  readonly summary: TraceSummary;
  /** Present where it holds all spans of the trace in scope that match. */
  readonly sample: Sample | undefined;
}

export interface Match<T> {
  readonly summary: TraceSummary;
  readonly found: T;
}

/** Newest start first, then by id. */
const byStart = <T>(a: Match<T>, b: Match<T>): number => compare(b.summary.start, a.summary.start, a, b);
const durationOf = ({ start, end }: TraceSummary): bigint => end - start;
/** Longest first, then by id. */
const byDuration = <T>(a: Match<T>, b: Match<T>): number => compare(durationOf(b.summary), durationOf(a.summary), a, b);

function compare<T>(left: bigint, right: bigint, a: Match<T>, b: Match<T>): number {
  if (left !== right) return left < right ? -1 : 1;
  return a.summary.traceId < b.summary.traceId ? -1 : a.summary.traceId > b.summary.traceId ? 1 : 0;
}

/** Whether a trace comes after the cursor in the order that `rank` makes. */
const isAfter = (summary: TraceSummary, rank: bigint, after: TraceCursor | undefined): boolean =>
  after === undefined || rank < after.rank || (rank === after.rank && summary.traceId > after.traceId);

/**
 * The `limit` newest traces (by their start, then by id) that match. Walks back in growing windows. A trace starts no
 * later than any of its spans, so once all candidates after a time are known, the traces that start after it are final.
 */
export async function findNewest<T>(
  hunt: Hunt<T>,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Match<T>[], QueryFailure>> {
  const { scope, plan, limit, after, decide, question } = hunt;
  const seen = new Set<string>();
  const found: Match<T>[] = [];
  let told = 0;
  const waiting: PageEntry[] = [];
  let size = Math.min(Math.max(plan.exact ? 0 : FIRST_PAGE, limit * 2 + SPARE), LAST_PAGE);
  const reach = after === undefined ? runner.answerReach?.take(question) : undefined;
  let look = plan.exact ? undefined : reach ? Math.max(limit, reach.candidates) + 1 : Math.max(FEW, limit * 2);
  const settle = async (final: readonly Match<T>[]): Promise<Result<Match<T>[], QueryFailure>> => {
    const first = [...final].sort(byStart).slice(0, limit);
    const news = first.slice(told);
    told = first.length;
    if (first.length >= limit) learn(scope.end - first.at(-1)!.summary.start, first);
    const heard = news.length > 0 && hunt.onFinal ? await hunt.onFinal(news) : ok(undefined);
    return heard.ok ? ok(first) : heard;
  };
  const narrow = plan.exact || plan.joins.length > 0;
  const learn = (back: bigint, matches: readonly Match<T>[]): void => {
    // Later pages of an answer begin anywhere.
    if (!narrow || after !== undefined) return;
    const needed = new Set(matches.map(({ summary }) => summary.traceId));
    runner.answerReach?.learn(question, { back, candidates: 1 + [...seen].findLastIndex((id) => needed.has(id)) });
  };
  const windows = narrow ? fewWindows(scope, plan, reach?.back) : growingWindows(scope.start, scope.end, 'backward');
  let shown = plan.exact && isCheap(plan.needs) ? hunt.shownSpans : undefined;
  for (const window of windows) {
    let { end } = window;
    for (let more = true; more;) {
      const part = { tenant: scope.tenant, start: window.start, end };
      const page = await readPage(part, plan, size, shown, runner, signal);
      if (!page.ok) return page;
      for (const { entries, floor } of partsOf(page.value, look ?? firstLook(page.value, limit))) {
        const fresh = entries.filter(({ traceId }) => !seen.has(traceId));
        for (const { traceId } of fresh) seen.add(traceId);
        waiting.push(...fresh);
        // Too few for an answer even if all of them match: they are looked at with those of the next window.
        if (floor === undefined && window.start > scope.start && found.length + waiting.length < limit) break;
        const looked = new Map(waiting.splice(0).map((entry) => [entry.traceId, entry]));
        const summaries = await readSummaries(scope.tenant, [...looked.keys()], scope, runner, signal);
        if (!summaries.ok) return summaries;
        const candidates = summaries.value
          .filter((t) => isAfter(t, t.start, after))
          .map((summary) => ({ summary, sample: wholeSample(looked.get(summary.traceId)?.sample, summary, scope) }));
        const matches = await decide(candidates);
        if (!matches.ok) return matches;
        found.push(...matches.value);

        const final = found.filter(({ summary: t }) =>
          floor === undefined ? t.start >= window.start : t.start > floor,
        );
        const settled = await settle(final);
        if (!settled.ok || settled.value.length >= limit) return settled;
        look = 2 * (look ?? limit);
      }
      const { floor } = page.value;
      more = floor !== undefined;
      if (floor === undefined) continue;
      if (size < LAST_PAGE) size *= 2;
      // Candidates at the floor itself may be missing, so the next page has them again.
      const next = nanos(floor + 1n);
      if (next < end) end = next;
      else size *= 2;
    }
    // In more than a short time there may be many more spans that match than are shown.
    shown = undefined;
  }
  learn(scope.end - scope.start, found);
  return settle(found);
}

/** Few traces last for longer until the last of their matches, in ns. */
const USUAL_LENGTH = 2_000_000_000n;

/**
 * Candidates to look at first where all of them match: as many as are asked for, those whose traces may have started
 * after them, and one that tells so.
 */
function firstLook({ entries }: Page, limit: number): number {
  const oldest = entries[limit - 1];
  if (!oldest) return limit;
  let look = limit;
  while (look < limit + SPARE && entries[look] && oldest.last - entries[look]!.last < USUAL_LENGTH) look++;
  return look + 1;
}

/** Events and links are many columns, which the engine had better read of a few traces alone. */
const isCheap = (needs: Needs): boolean => !needs.whole && !needs.events && !needs.links;

/** The sample, where the trace has no matching span in scope that it does not hold. */
const wholeSample = (sample: Sample | undefined, { start }: TraceSummary, scope: SpanScope): Sample | undefined =>
  sample && sample.from <= (start > scope.start ? start : scope.start) ? sample : undefined;

/** The window before the rest of the range, in ns: an answer of common spans lies in it. A bucket of the sort key. */
const NEAR = 600_000_000_000n;
/** A selective condition is looked for in all of an hour at once: that takes less than two statements. */
const SHORT = 3_600_000_000_000n;

/**
 * Where SQL narrows the candidates down, a page of everything costs one scan, as the answer would by hand: a rare match
 * is not worth the statements of many windows. Where a trace needs several spans, they may lie in both: the second
 * window has all. The last answer's `reach`, and a quarter more, is looked at at once.
 */
function* fewWindows(
  { start, end }: SpanScope,
  { selective, joins }: PipelinePlan,
  reach: bigint | undefined,
): Generator<Window> {
  const far = reach === undefined ? NEAR : reach + reach / 4n + NEAR;
  const whole = end - start <= (selective && reach === undefined ? SHORT : far);
  const near = whole ? start : nanos(end - far);
  if (near < end) yield { start: near, end };
  if (start < near) yield { start, end: joins.length > 0 ? end : near };
}

/** The span's trace has a span in scope that passes the condition. */
const hasSpan = (scope: SpanScope, condition: Expr | undefined): Expr =>
  infix(
    col('trace_id'),
    'IN',
    subquery({
      columns: [{ expr: col('trace_id') }],
      distinct: true,
      from: { kind: 'table', name: SPANS.name },
      where: compileSpans(scope, condition),
    }),
  );

const DAY = 86_400_000_000_000n;

/** The `limit` longest traces that match. */
export async function findLongest<T>(
  { scope, plan, limit, after, decide, onFinal }: Hunt<T>,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Match<T>[], QueryFailure>> {
  const found: Match<T>[] = [];
  const length = infix(nanosOf(call('max', col('end'))), '-', nanosOf(call('min', col('start'))));
  for (let offset = 0, size = FIRST_PAGE; ; offset += size, size = Math.min(size * 2, LAST_PAGE)) {
    const rows = await runner.rows(
      {
        columns: [{ expr: hexId('trace_id') }],
        from: { kind: 'table', name: TRACES.name },
        where: and([
          ofTenant(scope),
          daysWithin('day', nanos(scope.start - DAY), nanos(scope.end + DAY)),
          hasSpan(scope, plan.pivot),
          ...plan.joins.map((join) => hasSpan(scope, join)),
        ])!,
        groupBy: [col('trace_id')],
        orderBy: [
          { expr: length, direction: 'DESC' },
          { expr: col('trace_id'), direction: 'ASC' },
        ],
        limit: size,
        offset,
      },
      signal,
    );
    if (!rows.ok) return rows;
    const ids = rows.value.map((row) => row[0] as string);
    const summaries = await readSummaries(scope.tenant, ids, scope, runner, signal);
    if (!summaries.ok) return summaries;
    const matches = await decide(
      summaries.value
        .filter((t) => isAfter(t, durationOf(t), after))
        .map((summary) => ({ summary, sample: undefined })),
    );
    if (!matches.ok) return matches;
    const more = [...matches.value].sort(byDuration).slice(0, limit - found.length);
    found.push(...more);
    const heard = more.length > 0 && onFinal ? await onFinal(more) : ok(undefined);
    if (!heard.ok) return heard;
    if (found.length >= limit || ids.length < size) return ok(found);
  }
}
