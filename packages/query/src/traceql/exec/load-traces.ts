import { ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import {
  allOf,
  groupBy,
  POINT_READ,
  readResources,
  RowBinaryReader,
  type QueryFailure,
  type SqlRunner,
} from '../../lang/index.js';
import { col, SPANS, type Expr } from '../../sql/index.js';
import { ofTenant, type SpanScope } from '../compile/scope.js';
import type { Needs } from './needs.js';
import { extentOf, ofTraces } from './of-traces.js';
import { spanColumns, spanReader, type SpanParts } from './span-columns.js';
import type { LoadedTrace, TraceSpan } from './trace-span.js';
import { FEW, type TraceSummary } from './trace-summary.js';
import { TraceTree } from './trace-tree.js';

export interface LoadRequest {
  readonly tenant: Tenant;
  readonly needs: Needs;
  /** Bounds of the spans' start, [start, end); of traces that are needed whole, their own. */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Spans that fail it are not needed. */
  readonly condition: Expr | undefined;
  /** Spans of one trace that are looked at; the first by start. */
  readonly maxSpans: number;
}

/** The spans of the traces that a query needs. Traces without such spans are left out. */
export async function loadTraces(
  request: LoadRequest,
  traces: readonly TraceSummary[],
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<LoadedTrace[], QueryFailure>> {
  if (traces.length === 0) return ok([]);
  const { tenant, needs, condition, maxSpans } = request;
  const extent = extentOf(traces);
  const start = needs.whole || extent.start > request.start ? extent.start : request.start;
  const end = needs.whole || extent.end < request.end ? extent.end : request.end;
  const answer = await runner.binary(
    {
      columns: spanColumns(needs).map((name) => ({ expr: col(name) })),
      from: { kind: 'table', name: SPANS.name },
      prewhere: allOf([
        ofTenant({ tenant }),
        ofTraces(traces, { start, end }),
        ...(needs.whole || condition === undefined ? [] : [condition]),
      ])!,
      orderBy: [col('trace_id'), col('start'), col('span_id'), col('kind')].map((expr) => ({ expr, direction: 'ASC' })),
      limitBy: { limit: maxSpans, by: [col('trace_id')] },
      ...(traces.length <= FEW && !needs.whole ? { settings: POINT_READ } : {}),
    },
    signal,
  );
  if (!answer.ok) return answer;
  const reader = new RowBinaryReader(answer.value);
  const read = spanReader(needs);
  const spans: SpanParts[] = [];
  while (!reader.done) spans.push(read(reader));
  const byTrace = groupBy(spans, (span) => span.traceId);
  return assembleTraces({ tenant, start, end }, traces, byTrace, maxSpans, runner, signal);
}

/** Traces of spans that were read, at most `maxSpans` of each. Those without spans are left out. */
export async function assembleTraces(
  scope: SpanScope,
  traces: readonly TraceSummary[],
  byTrace: ReadonlyMap<string, readonly SpanParts[]>,
  maxSpans: number,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<LoadedTrace[], QueryFailure>> {
  const fingerprints = traces.flatMap(({ traceId }) => (byTrace.get(traceId) ?? []).map((span) => span.fingerprint));
  const resources = await readResources(scope, fingerprints, runner, signal);
  if (!resources.ok) return resources;
  return ok(
    traces.flatMap((summary): LoadedTrace[] => {
      const parts = byTrace.get(summary.traceId);
      return parts ? [assemble(summary, parts, maxSpans, (fingerprint) => resources.value.get(fingerprint))] : [];
    }),
  );
}

function assemble(
  summary: TraceSummary,
  parts: readonly SpanParts[],
  maxSpans: number,
  resourceOf: (fingerprint: string) => TraceSpan['resource'],
): LoadedTrace {
  const spans: TraceSpan[] = [];
  const trace: LoadedTrace = {
    traceId: summary.traceId,
    summary,
    spans,
    tree: new TraceTree(spans),
    cut: parts.length >= maxSpans && summary.spanCount > maxSpans,
  };
  // Field by field: an object that is spread is copied by a slow path of the runtime, 6 µs a span.
  for (const span of parts) {
    spans.push({
      trace,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      start: span.start,
      duration: span.duration,
      name: span.name,
      kind: span.kind,
      statusCode: span.statusCode,
      statusMessage: span.statusMessage,
      service: span.service,
      traceState: span.traceState,
      attributes: span.attributes,
      events: span.events,
      links: span.links,
      resource: resourceOf(span.fingerprint),
      index: spans.length,
    });
  }
  return trace;
}
