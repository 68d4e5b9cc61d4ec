import { nanos, ok, type Nanos, type Result } from '@bongsu/model';
import { allOf, anyOf, RowBinaryReader, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { call, callWith, col, infix, lit, SPANS, type Expr } from '../../sql/index.js';
import { compileSpans } from '../compile/condition.js';
import type { SpanScope } from '../compile/scope.js';
import type { PipelinePlan } from '../plan/search-plan.js';
import { spanColumns, spanReader, type SpanParts } from './span-columns.js';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from './stored-id.js';

/** What a page already knows of the spans that a trace is found by. */
export interface Sample {
  /** Spans that match. */
  readonly matched: number;
  /** The first of them; undefined where they were not read. */
  readonly spans: readonly SpanParts[] | undefined;
  /** Spans that start before are not in it. */
  readonly from: Nanos;
}

/** A trace that may match. */
export interface PageEntry {
  readonly traceId: string;
  /** Start of the last of the spans that it is found by. */
  readonly last: Nanos;
  /** Where a condition on one span decides alone. */
  readonly sample: Sample | undefined;
}

/** Candidates found from the newest on. */
export interface Page {
  readonly entries: readonly PageEntry[];
  /** All candidates after this time are in the page; `undefined` when it holds every one of its range. */
  readonly floor: Nanos | undefined;
}

/** Makes spans of one array start in the trace's order: by start, id, kind. */
const ORDER = ['start', 'span_id', 'kind'];

/**
 * The `size` traces of `part` whose last span that plays a part starts last, then by id. A trace has spans in `part` that
 * pass the plan's pivot and each of its joins. Of a plan that is exact `shown` spans of each trace come with it.
 */
export async function readPage(
  part: SpanScope,
  plan: PipelinePlan,
  size: number,
  shown: number | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Page, QueryFailure>> {
  const { pivot, joins, needs, exact } = plan;
  const last = call('max', col('start'));
  const tuple = call('tuple', ...[...ORDER, ...spanColumns(needs)].map((name) => col(name)));
  const columns = [
    col('trace_id'),
    last,
    ...(exact ? [call('count')] : []),
    ...(shown === undefined ? [] : [callWith('groupArraySorted', [lit(shown)], tuple)]),
  ];
  const conditions = [...(pivot ? [pivot] : []), ...joins];
  const having = conditions.map((condition) => infix(call('countIf', condition), '>', lit(0)));
  const answer = await runner.binary(
    {
      columns: columns.map((expr) => ({ expr })),
      from: { kind: 'table', name: SPANS.name },
      // Said, not left to be found out: a tenth of a statement over an hour.
      prewhere: compileSpans(part, anyOf(conditions)),
      groupBy: [col('trace_id')],
      ...(joins.length > 0 ? { having: allOf(having) as Expr } : {}),
      orderBy: [
        { expr: last, direction: 'DESC' },
        { expr: col('trace_id'), direction: 'ASC' },
      ],
      limit: size,
    },
    signal,
  );
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  const readSpan = spanReader(needs);
  const entries: PageEntry[] = [];
  while (!reader.done) {
    const traceId = reader.hex(TRACE_ID_BYTES);
    const time = nanos(reader.i64());
    const matched = exact ? Number(reader.u64()) : 0;
    const spans =
      shown === undefined
        ? undefined
        : reader.array(() => {
            reader.i64();
            reader.bytes(SPAN_ID_BYTES);
            reader.u8();
            return readSpan(reader);
          });
    entries.push({ traceId, last: time, sample: exact ? { matched, spans, from: part.start } : undefined });
  }
  return ok({ entries, floor: entries.length < size ? undefined : entries.at(-1)!.last });
}

/** Parts of a page that are looked at one after the other, the first of `first` candidates, then twice as many each. */
export function* partsOf(page: Page, first: number): Generator<Page> {
  let size = first;
  for (let from = 0; from === 0 || from < page.entries.length; from += size, size *= 2) {
    const entries = page.entries.slice(from, from + size);
    const ends = from + size >= page.entries.length;
    yield { entries, floor: ends ? page.floor : entries.at(-1)!.last };
  }
}
