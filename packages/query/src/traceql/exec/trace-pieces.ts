import { nanos, ok, type Nanos, type Result, type Span, type Tenant, type Trace } from '@bongsu/model';
import { readResources, RowBinaryReader, withinBuckets, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, call, col, infix, lambda, lit, param, SPANS, type Expr } from '../../sql/index.js';
import { ofTenant } from '../compile/scope.js';
import { assembleTrace } from './assemble-trace.js';
import { fullSpanColumns, readFullSpans, type FullSpan } from './full-span.js';
import { idBytes } from './trace-summary.js';

/** Spans of a statement: some MB, and enough to be worth its planning. */
export const BLOCK_SPANS = 8192;
/** Spans of a piece: as objects they take 1 KB each, and they are gone before the collector has to move them. */
const PIECE_SPANS = 512;

export interface PiecesRequest {
  readonly tenant: Tenant;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Starts of its first and last span. */
  readonly first: Nanos;
  readonly last: Nanos;
  /** Bits of `RARE_PARTS`: columns of others are not read. */
  readonly rare: number;
  /** Spans at most: the first by start. Positive. */
  readonly maxSpans: number;
  /** Of these spans only those that pass. */
  readonly keeps?: (span: Span) => boolean;
  /** Spans of a statement, but for those that start at the same time. */
  readonly blockSpans?: number;
}

/**
 * A trace in pieces, its spans by start and then id. Blocks of spans are statements of their own, so that a reader who
 * takes his time holds nothing of the engine; the next one runs while a block is with the reader. Ends after a failure.
 */
export async function* tracePieces(
  request: PiecesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): AsyncGenerator<Result<Trace, QueryFailure>, void> {
  const { tenant, traceId, rare, maxSpans, keeps } = request;
  const starts = await startsOfBlocks(request, runner, signal);
  if (!starts.ok) {
    yield starts;
    return;
  }
  const read = (block: number): Promise<Result<Uint8Array, QueryFailure>> | undefined => {
    const from = starts.value[block];
    return from === undefined
      ? undefined
      : readBlock(request, from, starts.value[block + 1] ?? nanos(request.last + 1n), runner, signal);
  };
  let left = maxSpans;
  for (let block = 0, reading = read(0); reading; block++) {
    const answer = await reading;
    if (!answer.ok) {
      yield answer;
      return;
    }
    reading = read(block + 1);
    for (const spans of pieces(readFullSpans(answer.value, traceId, rare))) {
      const some = spans.length > left ? spans.slice(0, left) : spans;
      const kept = keeps ? some.filter(({ span }) => keeps(span)) : some;
      if (kept.length > 0) yield await assembled(tenant, kept, runner, signal);
      left -= some.length;
      if (left === 0) return;
    }
  }
}

function* pieces(spans: Iterable<FullSpan>): Generator<readonly FullSpan[]> {
  let piece: FullSpan[] = [];
  for (const span of spans) {
    piece.push(span);
    if (piece.length < PIECE_SPANS) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

const ofTrace = ({ tenant, traceId }: PiecesRequest, from: Nanos, end: Nanos): Expr =>
  and([
    ofTenant({ tenant }),
    withinBuckets(SPANS, 'start', from, end),
    infix(col('trace_id'), '=', param('String', idBytes(traceId))),
  ])!;

/** Where blocks begin, rising: at every `blockSpans`-th start of those that are asked for. Equal starts are one. */
async function startsOfBlocks(
  request: PiecesRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Nanos[], QueryFailure>> {
  const { first, last, maxSpans, blockSpans = BLOCK_SPANS } = request;
  const sorted = call('arraySort', call('groupArray', col('start')));
  const isFirst = infix(call('modulo', infix(col('i'), '-', lit(1)), lit(blockSpans)), '=', lit(0));
  const isWanted = infix(isFirst, 'AND', infix(col('i'), '<=', lit(maxSpans)));
  const places = call('arrayFilter', lambda(['i'], isWanted), call('arrayEnumerate', col('sorted')));
  const answer = await runner.binary(
    {
      columns: [
        {
          expr: call(
            'arrayDistinct',
            call('arrayMap', lambda(['i'], call('arrayElement', col('sorted'), col('i'))), places),
          ),
        },
      ],
      from: {
        kind: 'select',
        select: {
          columns: [{ expr: sorted, as: 'sorted' }],
          from: { kind: 'table', name: SPANS.name },
          where: ofTrace(request, first, nanos(last + 1n)),
        },
      },
    },
    signal,
  );
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  return ok(reader.array(() => nanos(reader.i64())));
}

const readBlock = (
  request: PiecesRequest,
  from: Nanos,
  end: Nanos,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Uint8Array, QueryFailure>> =>
  runner.binary(
    {
      columns: fullSpanColumns(request.rare),
      from: { kind: 'table', name: SPANS.name },
      where: ofTrace(request, from, end),
      orderBy: ['start', 'span_id'].map((name) => ({ expr: col(name), direction: 'ASC' })),
    },
    signal,
  );

async function assembled(
  tenant: Tenant,
  spans: readonly FullSpan[],
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Trace, QueryFailure>> {
  const scope = { tenant, start: spans[0]!.span.start, end: nanos(spans.at(-1)!.span.start + 1n) };
  const fingerprints = spans.map((s) => s.resource);
  const resources = await readResources(scope, fingerprints, runner, signal);
  return resources.ok ? ok(assembleTrace(spans, resources.value)) : resources;
}
