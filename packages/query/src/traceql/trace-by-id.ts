import { err, halfOfId, nanos, ok, type Nanos, type Result, type Tenant, type Trace } from '@bongsu/model';
import {
  bucketsWithin,
  daysWithin,
  POINT_READ,
  readResources,
  RowBinaryReader,
  within,
  type QueryFailure,
  type SqlRunner,
  type TraceExtent,
} from '../lang/index.js';
import { and, col, infix, param, SPANS, TRACES, type Expr } from '../sql/index.js';
import { ofTenant, type SpanScope } from './compile/scope.js';
import type { TraceqlError } from './error.js';
import { assembleTrace } from './exec/assemble-trace.js';
import { fullSpanColumns, readFullSpans, type FullSpan } from './exec/full-span.js';
import { keptSpans } from './exec/kept-spans.js';
import { BLOCK_SPANS, tracePieces, type PiecesRequest } from './exec/trace-pieces.js';
import { idBytes } from './exec/trace-summary.js';
import { conditionOf, type SpanFilter } from './span-filter.js';

export interface TraceRequest {
  readonly tenant: Tenant;
  /** Hex in either case; a short id is padded with zeros on the left. */
  readonly traceId: string;
  /** Where to look, [start, end), to the day; a trace that overlaps it comes whole. Both or neither. */
  readonly start?: Nanos;
  readonly end?: Nanos;
  /** Spans at most: the first by start. Positive. */
  readonly maxSpans: number;
  /** Of these spans only those that pass. */
  readonly filter?: SpanFilter;
}

export interface FoundWholeTrace {
  readonly trace: Trace;
  /** What follows where a trace is too large for one piece. Ends after a failure. */
  readonly more?: AsyncIterable<Result<Trace, QueryFailure>>;
  /** There are more spans than `maxSpans`. */
  readonly truncated: boolean;
  /** The filter left spans out. */
  readonly filtered: boolean;
}

/** Spans that are read in one piece. */
const ONE_PIECE = 2 * BLOCK_SPANS;

/** A trace by its id: by resource, then scope, then start, of each piece. `undefined` when it is not known. */
export async function traceById(
  request: TraceRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<FoundWholeTrace | undefined, TraceqlError>> {
  const id = normalTraceId(request.traceId);
  if (!id.ok) return err({ kind: 'parse', message: id.error });
  const { tenant, start, end, maxSpans, filter } = request;
  const condition = filter ? conditionOf(filter) : ok(undefined);
  if (!condition.ok) return condition;
  const range = start !== undefined && end !== undefined ? { start, end } : undefined;
  const known = knownExtent(runner, request, id.value);
  const summary = known ? ok(known) : await summarize(tenant, id.value, range, runner, signal);
  if (!summary.ok) return summary;
  if (summary.value === undefined) return ok(undefined);
  const { first, last, rare, spanCount } = summary.value;
  const of = { tenant, traceId: id.value, first, last, maxSpans };
  const kept =
    filter && condition.value
      ? await keptSpans({ ...of, ...filter, condition: condition.value, spanCount }, runner, signal)
      : ok(undefined);
  if (!kept.ok) return kept;
  const filtered = kept.value?.some ?? false;
  const keeps = kept.value && filtered ? kept.value.keeps : undefined;
  if (Math.min(spanCount, maxSpans) > ONE_PIECE) {
    const pieces = { ...of, rare, ...(keeps ? { keeps } : {}) };
    return inPieces(pieces, { truncated: spanCount > maxSpans, filtered }, runner, signal);
  }
  const answer = await runner.binary(
    {
      columns: fullSpanColumns(rare),
      from: { kind: 'table', name: SPANS.name },
      // Named as the prewhere, and the bucket alone: each condition more takes longer to plan than the rows it spares.
      // The id first: of the other columns nothing is read where no row has it.
      prewhere: and([isTrace(id.value), ofTenant({ tenant }), bucketsOf(first, last)])!,
      // A plan without a sort is cheaper; the few spans are sorted here.
      ...(spanCount > maxSpans
        ? {
            orderBy: [col('start'), col('span_id')].map((expr) => ({ expr, direction: 'ASC' as const })),
            limit: maxSpans + 1,
          }
        : {}),
      settings: POINT_READ,
    },
    signal,
  );
  if (!answer.ok) return answer;
  const found = [...readFullSpans(answer.value, id.value, rare)].sort(byStart);
  if (found.length === 0) return ok(undefined);
  const all = found.slice(0, maxSpans);
  const spans = keeps ? all.filter(({ span }) => keeps(span)) : all;
  const truncated = found.length > maxSpans;
  if (spans.length === 0) return ok({ trace: { resourceSpans: [] }, truncated, filtered });
  const starts = spans.map((s) => s.span.start);
  const scope = { tenant, start: starts[0]!, end: nanos(starts.at(-1)! + 1n) };
  const fingerprints = spans.map((s) => s.resource);
  const resources = await readResources(scope, fingerprints, runner, signal);
  if (!resources.ok) return resources;
  return ok({ trace: assembleTrace(spans, resources.value), truncated, filtered });
}

async function inPieces(
  request: PiecesRequest,
  cut: Pick<FoundWholeTrace, 'truncated' | 'filtered'>,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<FoundWholeTrace | undefined, TraceqlError>> {
  const more = tracePieces(request, runner, signal);
  const first = await more.next();
  if (first.done === true) return ok(cut.filtered ? { trace: { resourceSpans: [] }, ...cut } : undefined);
  return first.value.ok ? ok({ trace: first.value.value, more, ...cut }) : first.value;
}

const byStart = ({ span: a }: FullSpan, { span: b }: FullSpan): number =>
  a.start < b.start ? -1 : a.start > b.start ? 1 : a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0;

/** The buckets of the sort key that hold spans from `first` to `last`, both inclusive. */
function bucketsOf(first: Nanos, last: Nanos): Expr {
  const end = nanos(last + 1n);
  return bucketsWithin(SPANS, 'start', first, end) ?? within('start', first, end);
}

const isTrace = (traceId: string): Expr => infix(col('trace_id'), '=', param('String', idBytes(traceId)));

/** From memory where it is known; a large trace is read in pieces, for which its times must be exact and its spans counted. */
function knownExtent(
  { traceExtents }: SqlRunner,
  { tenant, maxSpans, filter, start, end }: TraceRequest,
  traceId: string,
): TraceExtent | undefined {
  const id = idBytes(traceId);
  const known = filter ? undefined : traceExtents?.find(tenant, halfOfId(id, 8), halfOfId(id, 12));
  if (known === undefined || known.spanCount > Math.min(ONE_PIECE, maxSpans)) return undefined;
  const within = (start === undefined || known.first >= start) && (end === undefined || known.last < end);
  return within ? known : undefined;
}

/**
 * A statement of its own: what it finds stands in the next as plain bounds and spares columns, which is planned faster
 * than bounds that are a subquery. Its few rows are summed up here: an aggregation would take the engine longer to plan
 * than the rest of the statement to run (5 M spans: 8 ms instead of 13.8).
 */
async function summarize(
  tenant: Tenant,
  traceId: string,
  range: Pick<SpanScope, 'start' | 'end'> | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TraceExtent | undefined, QueryFailure>> {
  const answer = await runner.binary(
    {
      columns: ['start', 'last_start', 'rare', 'span_count'].map((name) => ({ expr: col(name) })),
      from: { kind: 'table', name: TRACES.name },
      prewhere: and([
        isTrace(traceId),
        ofTenant({ tenant }),
        range && daysWithin('day', nanos(range.start - DAY), nanos(range.end + DAY)),
      ])!,
      settings: POINT_READ,
    },
    signal,
  );
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  let extent: TraceExtent | undefined;
  while (!reader.done) {
    const row = { first: nanos(reader.i64()), last: nanos(reader.i64()), rare: reader.u8() };
    const spanCount = Number(reader.u64());
    extent ??= { ...row, spanCount: 0 };
    extent = {
      first: row.first < extent.first ? row.first : extent.first,
      last: row.last > extent.last ? row.last : extent.last,
      rare: extent.rare | row.rare,
      spanCount: extent.spanCount + spanCount,
    };
  }
  return ok(extent);
}

const DAY = 86_400_000_000_000n;

/** 32 lower-case hex digits, or Tempo's words for what is wrong. */
export function normalTraceId(text: string): Result<string, string> {
  const wrong = /[^0-9a-fA-F]/u.exec(text);
  if (text === '' || wrong) {
    const detail = wrong ? `invalid character '${wrong[0]}' at position ${wrong.index + 1}` : 'it is empty';
    return err(`trace IDs can only contain hex characters: ${detail}`);
  }
  if (text.length > 32) return err("trace IDs can't be larger than 128 bits");
  return ok(text.toLowerCase().padStart(32, '0'));
}
