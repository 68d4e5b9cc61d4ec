import {
  err,
  nanos,
  ok,
  type Nanos,
  type ResourceSpans,
  type Result,
  type ScopeSpans,
  type Span,
  type Tenant,
  type Trace,
} from '@bongsu/model';
import { daysWithin, groupBy, POINT_READ, readResources, type ResourceRow, type SqlRunner } from '../lang/index.js';
import { and, call, col, infix, lit, param, SPANS, subquery, TRACES, type Expr } from '../sql/index.js';
import { ofTenant, type SpanScope } from './compile/scope.js';
import type { TraceqlError } from './error.js';
import { FULL_SPAN_COLUMNS, readFullSpans, type FullSpan } from './exec/full-span.js';
import { idBytes } from './exec/trace-summary.js';

export interface TraceRequest {
  readonly tenant: Tenant;
  /** Hex in either case; a short id is padded with zeros on the left. */
  readonly traceId: string;
  /** Where to look, [start, end), to the day; a trace that overlaps it comes whole. Both or neither. */
  readonly start?: Nanos;
  readonly end?: Nanos;
  /** Spans at most: the first by start. Positive. */
  readonly maxSpans: number;
}

export interface FoundWholeTrace {
  readonly trace: Trace;
  /** There are more spans than `maxSpans`. */
  readonly truncated: boolean;
}

/** A trace by its id: by resource, then scope, then start. `undefined` when it is not known. */
export async function traceById(
  request: TraceRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<FoundWholeTrace | undefined, TraceqlError>> {
  const id = normalTraceId(request.traceId);
  if (!id.ok) return err({ kind: 'parse', message: id.error });
  const { tenant, start, end, maxSpans } = request;
  const range = start !== undefined && end !== undefined ? { start, end } : undefined;
  const answer = await runner.binary(
    {
      columns: FULL_SPAN_COLUMNS,
      from: { kind: 'table', name: SPANS.name },
      where: compileTrace(tenant, id.value, range),
      orderBy: [col('start'), col('span_id')].map((expr) => ({ expr, direction: 'ASC' })),
      limit: maxSpans + 1,
      settings: POINT_READ,
    },
    signal,
  );
  if (!answer.ok) return answer;
  const found = readFullSpans(answer.value);
  if (found.length === 0) return ok(undefined);
  const spans = found.slice(0, maxSpans);
  const starts = spans.map((s) => s.span.start);
  const scope = { tenant, start: starts[0]!, end: nanos(starts.at(-1)! + 1n) };
  const fingerprints = spans.map((s) => s.resource);
  const resources = await readResources(scope, fingerprints, runner, signal);
  if (!resources.ok) return resources;
  return ok({ trace: assemble(spans, resources.value), truncated: found.length > maxSpans });
}

/**
 * The spans of a trace, found through its summary: first and last start come from a scalar subquery, so the engine
 * prunes days and granules by them within one statement. Buckets wrap in 2106 as 32-bit times do, which keeps
 * their order for all traces but one that lasts from before that moment until after it.
 */
function compileTrace(tenant: Tenant, traceId: string, range: Pick<SpanScope, 'start' | 'end'> | undefined): Expr {
  const isTrace = infix(col('trace_id'), '=', param('FixedString(16)', idBytes(traceId)));
  const bounds = subquery({
    columns: [{ expr: call('tuple', call('min', col('start')), call('max', col('last_start'))) }],
    from: { kind: 'table', name: TRACES.name },
    where: and([
      ofTenant({ tenant }),
      isTrace,
      range && daysWithin('day', nanos(range.start - DAY), nanos(range.end + DAY)),
    ])!,
  });
  const first = call('tupleElement', bounds, lit(1));
  const last = call('tupleElement', bounds, lit(2));
  const bucket = (time: Expr): Expr => call('toStartOfTenMinutes', time);
  return and([
    ofTenant({ tenant }),
    infix(bucket(col('start')), '>=', bucket(first)),
    infix(bucket(col('start')), '<=', bucket(last)),
    isTrace,
    infix(col('start'), '>=', first),
    infix(col('start'), '<=', last),
  ])!;
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

function assemble(spans: readonly FullSpan[], resources: ReadonlyMap<string, ResourceRow>): Trace {
  const rowOf = ({ resource, service }: FullSpan): ResourceRow => resources.get(resource) ?? unknownResource(service);
  const byResource = groupBy(spans, (s) => {
    const { attributes, droppedAttributes, schemaUrl } = rowOf(s);
    return JSON.stringify([attributes, droppedAttributes, schemaUrl]);
  });
  const resourceSpans = [...byResource.values()].map((ofResource): ResourceSpans => {
    const first = rowOf(ofResource[0]!);
    const byScope = groupBy(ofResource, (s) => {
      const { scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl } = rowOf(s);
      return JSON.stringify([scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl]);
    });
    return {
      attributes: first.attributes,
      droppedAttributes: first.droppedAttributes,
      schemaUrl: first.schemaUrl,
      scopeSpans: [...byScope.values()].map((ofScope) =>
        scopeSpansOf(
          rowOf(ofScope[0]!),
          ofScope.map((s) => s.span),
        ),
      ),
    };
  });
  return { resourceSpans };
}

const scopeSpansOf = (row: ResourceRow, spans: readonly Span[]): ScopeSpans => ({
  name: row.scopeName,
  version: row.scopeVersion,
  attributes: row.scopeAttributes,
  droppedAttributes: row.scopeDroppedAttributes,
  schemaUrl: row.scopeSchemaUrl,
  spans,
});

/** What is known of a span's resource without its row. */
const unknownResource = (service: string): ResourceRow => ({
  fingerprint: '0',
  service,
  attributes: service === '' ? [] : [{ key: 'service.name', value: service, type: 's' }],
  droppedAttributes: 0,
  schemaUrl: '',
  scopeName: '',
  scopeVersion: '',
  scopeAttributes: [],
  scopeDroppedAttributes: 0,
  scopeSchemaUrl: '',
});
