import { nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
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
import { ofTenant } from '../compile/scope.js';
import type { Needs } from './needs.js';
import { extentOf, ofTraces } from './of-traces.js';
import type { LoadedTrace, TraceSpan } from './trace-span.js';
import { FEW, type TraceSummary } from './trace-summary.js';
import { TraceTree } from './trace-tree.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type SpanParts = Mutable<Omit<TraceSpan, 'trace' | 'index' | 'resource'>> & { traceId: string; fingerprint: string };

interface ColumnGroup {
  readonly needed: (needs: Needs) => boolean;
  readonly columns: readonly string[];
  readonly read: (reader: RowBinaryReader, span: SpanParts) => void;
}

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const hex = (reader: RowBinaryReader, bytes: number): string => reader.bytes(bytes).toString('hex');
const presentId = (id: string): string => (/^0+$/.test(id) ? '' : id);

/** A missing letter means a string. */
const typed = (entries: readonly [string, string][], types: string) =>
  entries.map(([key, value], i) => ({ key, value, type: types[i] ?? 's' }));

/** What can be read of a span, in parts that are read or left out as a whole. */
const GROUPS: readonly ColumnGroup[] = [
  {
    needed: () => true,
    columns: ['trace_id', 'span_id', 'start', 'duration', 'service'],
    read: (r, span) => {
      span.traceId = hex(r, TRACE_ID_BYTES);
      span.spanId = hex(r, SPAN_ID_BYTES);
      span.start = nanos(r.i64());
      span.duration = r.i64();
      span.service = r.text();
    },
  },
  {
    needed: (n) => n.parentId,
    columns: ['parent_span_id'],
    read: (r, span) => (span.parentSpanId = presentId(hex(r, SPAN_ID_BYTES))),
  },
  { needed: (n) => n.name, columns: ['name'], read: (r, span) => (span.name = r.text()) },
  { needed: (n) => n.kind, columns: ['kind'], read: (r, span) => (span.kind = r.u8()) },
  { needed: (n) => n.status, columns: ['status_code'], read: (r, span) => (span.statusCode = r.u8()) },
  { needed: (n) => n.statusMessage, columns: ['status_message'], read: (r, span) => (span.statusMessage = r.text()) },
  { needed: (n) => n.traceState, columns: ['trace_state'], read: (r, span) => (span.traceState = r.text()) },
  { needed: (n) => n.resource, columns: ['resource'], read: (r, span) => (span.fingerprint = String(r.u64())) },
  {
    needed: (n) => n.attributes,
    columns: ['attributes', 'attribute_types'],
    read: (r, span) => (span.attributes = typed(r.textMap(), r.text())),
  },
  {
    needed: (n) => n.events,
    columns: ['events.ts', 'events.name', 'events.attributes', 'events.attribute_types'],
    read: (r, span) => {
      const times = r.array(() => nanos(r.i64()));
      const names = r.array(() => r.text());
      const maps = r.array(() => r.textMap());
      const types = r.array(() => r.text());
      span.events = times.map((ts, i) => ({ ts, name: names[i]!, attributes: typed(maps[i]!, types[i]!) }));
    },
  },
  {
    needed: (n) => n.links,
    columns: ['links.trace_id', 'links.span_id', 'links.attributes', 'links.attribute_types'],
    read: (r, span) => {
      const traces = r.array(() => hex(r, TRACE_ID_BYTES));
      const spans = r.array(() => hex(r, SPAN_ID_BYTES));
      const maps = r.array(() => r.textMap());
      const types = r.array(() => r.text());
      span.links = traces.map((traceId, i) => ({
        traceId: presentId(traceId),
        spanId: presentId(spans[i]!),
        attributes: typed(maps[i]!, types[i]!),
      }));
    },
  },
];

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
  const groups = GROUPS.filter((group) => group.needed(needs));
  const extent = extentOf(traces);
  const start = needs.whole || extent.start > request.start ? extent.start : request.start;
  const end = needs.whole || extent.end < request.end ? extent.end : request.end;
  const answer = await runner.binary(
    {
      columns: groups.flatMap((group) => group.columns).map((name) => ({ expr: col(name) })),
      from: { kind: 'table', name: SPANS.name },
      where: allOf([
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
  const spans: SpanParts[] = [];
  while (!reader.done) {
    const span: SpanParts = { ...EMPTY };
    for (const group of groups) group.read(reader, span);
    spans.push(span);
  }
  const fingerprints = spans.map((span) => span.fingerprint);
  const resources = await readResources({ tenant, start, end }, fingerprints, runner, signal);
  if (!resources.ok) return resources;
  const byTrace = groupBy(spans, (span) => span.traceId);
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
  for (const { fingerprint, ...span } of parts) {
    spans.push({ ...span, trace, resource: resourceOf(fingerprint), index: spans.length });
  }
  return trace;
}

const EMPTY: SpanParts = {
  traceId: '',
  spanId: '',
  parentSpanId: '',
  start: nanos(0n),
  duration: 0n,
  name: '',
  kind: 0,
  statusCode: 0,
  statusMessage: '',
  service: '',
  traceState: '',
  attributes: [],
  events: [],
  links: [],
  fingerprint: '0',
};
