import type { KeyValue } from './exec/any-value.js';
import { anyValueOf, type AnyValue } from './exec/any-value.js';
import { fieldReader } from './exec/field.js';
import type { Spanset } from './exec/spanset.js';
import type { TraceSpan } from './exec/trace-span.js';
import type { ServiceStats, TraceSummary } from './exec/trace-summary.js';
import { single, type Value } from './exec/value.js';
import { formatGoDuration, KIND_NAMES, STATUS_NAMES, type Field } from './syntax/index.js';

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
  /** What `by` and aggregates found; left out when there is nothing. */
  readonly attributes?: readonly KeyValue[];
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

/** A value in OTLP's JSON: status and kind by name, durations as Go writes them. */
export function anyValueOfValue(value: Value): AnyValue {
  switch (value.type) {
    case 'nil':
      return { stringValue: 'nil' };
    case 'int':
      return { intValue: String(value.value) };
    case 'float':
      return anyValueOf({ type: 'd', value: String(value.value) });
    case 'bool':
      return { boolValue: value.value };
    case 'string':
      return { stringValue: value.value };
    case 'duration':
      return { stringValue: formatGoDuration(value.value) };
    case 'status':
      return { stringValue: STATUS_NAMES[value.value] ?? 'unset' };
    case 'kind':
      return { stringValue: KIND_NAMES[value.value] ?? 'unspecified' };
    case 'array':
      return anyValueOf({ type: 'a', value: value.json });
    case 'other':
      return anyValueOf(value.attribute);
    case 'any-of':
      return anyValueOfValue(single(value));
  }
}

/** The numbers of spans that match, by their sets in order. */
export interface ShownSpanset {
  readonly set: Spanset;
  readonly matched: number;
}

export function foundTrace(
  trace: TraceSummary,
  sets: readonly ShownSpanset[],
  serviceStats: FoundTrace['serviceStats'],
  fields: readonly Field[],
  spansPerSpanSet: number,
): FoundTrace {
  const spanSets = sets.map(({ set, matched }): SpanSet => {
    const spans = set.spans.slice(0, spansPerSpanSet).map((span) => foundSpan(span, fields));
    const attributes = set.attributes.map(({ key, value }) => ({ key, value: anyValueOfValue(value) }));
    return { spans, matched, ...(attributes.length === 0 ? {} : { attributes }) };
  });
  const rooted = trace.rootService !== '' || trace.rootName !== '';
  return {
    traceID: trace.traceId.replace(/^0+/, ''),
    rootServiceName: rooted ? trace.rootService : ROOT_MISSING,
    rootTraceName: trace.rootName,
    startTimeUnixNano: String(trace.start),
    durationMs: Number((trace.end - trace.start) / NS_PER_MS),
    spanSet: spanSets[0]!,
    spanSets,
    serviceStats,
  };
}

/** Have a place of their own in an answer, or belong to the trace. */
const NOT_LISTED: readonly string[] = [
  'name',
  'duration',
  'traceDuration',
  'rootServiceName',
  'rootName',
  'trace:id',
  'span:id',
];

function foundSpan(span: TraceSpan, fields: readonly Field[]): FoundSpan {
  const attributes = fields.flatMap((field): KeyValue[] => {
    if (field.kind === 'intrinsic' && NOT_LISTED.includes(field.name)) return [];
    const value = single(fieldReader(field)(span));
    return value.type === 'nil' ? [] : [{ key: field.name, value: anyValueOfValue(value) }];
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
