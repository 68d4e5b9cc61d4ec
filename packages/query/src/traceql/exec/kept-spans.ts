import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../../lang/index.js';
import type { SpansetFilter } from '../syntax/index.js';
import { loadTraces } from './load-traces.js';
import { needsOf } from './needs.js';
import { compilePipeline } from './pipeline.js';
import type { LoadedTrace } from './trace-span.js';
import type { TraceTree } from './trace-tree.js';

export interface KeptSpansRequest {
  readonly tenant: Tenant;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Starts of its first and last span. */
  readonly first: Nanos;
  readonly last: Nanos;
  readonly spanCount: number;
  /** Spans that are looked at: the first by start. */
  readonly maxSpans: number;
  readonly condition: SpansetFilter;
  /** Generations above and below a match that stay with it; `Infinity` for all. */
  readonly ancestors: number;
  readonly descendants: number;
}

export interface KeptSpans {
  readonly keeps: (span: { readonly spanId: string; readonly kind: number }) => boolean;
  /** Spans that were looked at are left out. */
  readonly some: boolean;
}

/** Which spans of a trace match a condition or stay with one that does. Only what decides that is read of them. */
export async function keptSpans(
  request: KeptSpansRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<KeptSpans, QueryFailure>> {
  const { tenant, traceId, first, last, spanCount, maxSpans, condition } = request;
  const loaded = await loadTraces(
    {
      tenant,
      needs: { ...needsOf([condition]), tree: true, whole: true, kind: true, parentId: true },
      start: first,
      end: nanos(last + 1n),
      condition: undefined,
      maxSpans,
    },
    [
      {
        traceId,
        start: first,
        end: last,
        lastStart: last,
        rootService: '',
        rootName: '',
        spanCount,
        errorCount: 0,
        services: undefined,
      },
    ],
    runner,
    signal,
  );
  if (!loaded.ok) return loaded;
  const [trace] = loaded.value;
  if (trace === undefined) return ok({ keeps: () => false, some: false });
  const places = placesOf(trace, request);
  const kept = new Set([...places].map((place) => keyOf(trace.spans[place]!)));
  return ok({ keeps: (span) => kept.has(keyOf(span)), some: places.size < trace.spans.length });
}

/** A client and its server may share an id. */
const keyOf = ({ spanId, kind }: { readonly spanId: string; readonly kind: number }): string => `${spanId} ${kind}`;

function placesOf(trace: LoadedTrace, { condition, ancestors, descendants }: KeptSpansRequest): Set<number> {
  const [matched] = compilePipeline([condition], () => true)(trace);
  const matches = new Set(matched?.spans.map(({ index }) => index));
  const kept = new Set(matches);
  if (descendants > 0) {
    distances(trace, matches).forEach((distance, place) => {
      if (distance !== Infinity && distance <= descendants) kept.add(place);
    });
  }
  addAncestors(trace.tree, matches, ancestors, kept);
  return kept;
}

/** How many generations above each span its nearest match is: 0 for a match, `Infinity` where there is none. */
function distances({ spans, tree }: LoadedTrace, matches: ReadonlySet<number>): number[] {
  const known = new Array<number>(spans.length).fill(-1);
  for (let place = 0; place < spans.length; place++) {
    const path: number[] = [];
    let at = place;
    while (at >= 0 && known[at] === -1 && !matches.has(at)) {
      path.push(at);
      at = tree.parentOf(at);
    }
    let distance = at < 0 ? Infinity : matches.has(at) ? 0 : known[at]!;
    if (at >= 0) known[at] = distance;
    for (const below of path.reverse()) known[below] = ++distance;
  }
  return known;
}

/** Each span is walked over again only from a match that reaches further above it. */
function addAncestors(tree: TraceTree, matches: ReadonlySet<number>, ancestors: number, kept: Set<number>): void {
  const reached = new Map<number, number>();
  for (const match of matches) {
    let at = tree.parentOf(match);
    for (let left = ancestors; left > 0 && at >= 0 && (reached.get(at) ?? 0) < left; left--) {
      reached.set(at, left);
      kept.add(at);
      at = tree.parentOf(at);
    }
  }
}
