import type { Row } from '../reference/reference.js';
import type { Told } from '../reference/told.js';

/** A trace as a search answer shows it. */
interface Shown {
  /** Hex, without leading zeros. */
  readonly id: string;
  readonly rootService: string;
  readonly rootName: string;
  /** Nanoseconds since the epoch. */
  readonly start: string;
  readonly durationMs: number;
  /** Spans that match, shown or not. */
  readonly matched: number;
  readonly spans: readonly ShownSpan[];
  readonly services: ReadonlyMap<string, { readonly spans: number; readonly errors: number }>;
}

interface ShownSpan {
  readonly id: string;
  /** Nanoseconds since the epoch. */
  readonly start: string;
  /** Nanoseconds. */
  readonly duration: string;
  /** What the query asks about, as text. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** In the order of the answer. */
function tellTraces(traces: readonly Shown[]): Told {
  const told = new Map<string, string | number>();
  for (const [i, { id, rootService, rootName, start, durationMs, matched, spans, services }] of traces.entries()) {
    const facts = { id, rootService, rootName, start, durationMs, matched, shown: spans.length };
    for (const [name, value] of Object.entries(facts)) told.set(`trace ${i}, ${name}`, value);
    for (const [j, span] of spans.entries()) {
      for (const name of ['id', 'start', 'duration'] as const) told.set(`trace ${i}, span ${j}, ${name}`, span[name]);
      for (const [name, value] of span.attributes) told.set(`trace ${i}, span ${j}, attribute ${name}`, value);
    }
    for (const [service, counts] of services) {
      told.set(`trace ${i}, spans of ${service}`, counts.spans);
      told.set(`trace ${i}, errors of ${service}`, counts.errors);
    }
  }
  return told;
}

interface AnswerSpan {
  readonly spanID: string;
  readonly startTimeUnixNano: string;
  readonly durationNanos: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface SearchAnswer {
  readonly traces: readonly {
    readonly traceID: string;
    readonly rootServiceName: string;
    readonly rootTraceName: string;
    readonly startTimeUnixNano: string;
    readonly durationMs: number;
    readonly spanSets: readonly { readonly spans: readonly AnswerSpan[]; readonly matched: number }[];
    readonly serviceStats: Readonly<Record<string, { readonly spanCount: number; readonly errorCount?: number }>>;
  }[];
}

/** Of an answer of `/api/search`. */
export const tellSearch = (answer: unknown): Told =>
  tellTraces(
    (answer as SearchAnswer).traces.map((trace) => {
      const [set, second] = trace.spanSets;
      if (set === undefined || second !== undefined) throw new Error(`${trace.traceID}: not one set of spans`);
      return {
        id: trace.traceID,
        rootService: trace.rootServiceName,
        rootName: trace.rootTraceName,
        start: trace.startTimeUnixNano,
        durationMs: trace.durationMs,
        matched: set.matched,
        spans: set.spans.map((span) => ({
          id: span.spanID,
          start: span.startTimeUnixNano,
          duration: span.durationNanos,
          attributes: new Map(span.attributes.map(({ key, value }) => [key, String(Object.values(value)[0])])),
        })),
        services: new Map(
          Object.entries(trace.serviceStats).map(([service, { spanCount, errorCount }]) => [
            service,
            { spans: spanCount, errors: errorCount ?? 0 },
          ]),
        ),
      };
    }),
  );

type StoredSpan = readonly [start: string, id: string, duration: string, ...attributes: string[]];
type Counts = Readonly<Record<string, string>>;
type StoredSummary = readonly [
  id: string,
  start: string,
  end: string,
  rootService: string,
  rootName: string,
  spans: Counts,
  errors: Counts,
];

/** What `tellTraceRows` takes of the table `traces`. */
export const SUMMARY_COLUMNS =
  'lower(hex(trace_id)), toUnixTimestamp64Nano(min(start)), toUnixTimestamp64Nano(max(end)), max(root_service), ' +
  'max(root_name), sumMap(service_spans), sumMap(service_errors)';

/**
 * Of rows `[trace id, matching spans, first of them]` in order, then rows of `SUMMARY_COLUMNS` of these traces. A span is
 * `[start, id, duration, value, ...]` with values of the attributes of these names.
 */
export const tellTraceRows =
  (...names: readonly string[]) =>
  (answers: readonly (readonly Row[])[]): Told => {
    const summaries = new Map((answers.at(-1) as StoredSummary[]).map((row) => [row[0], row]));
    return tellTraces(
      (answers.at(-2) as readonly (readonly [string, string, readonly StoredSpan[]])[]).map(([id, matched, spans]) => {
        const summary = summaries.get(id);
        if (summary === undefined) throw new Error(`no summary of trace ${id}`);
        const [, start, end, rootService, rootName, counts, errors] = summary;
        return {
          id: id.replace(/^0+/, ''),
          rootService,
          rootName,
          start,
          durationMs: Number((BigInt(end) - BigInt(start)) / 1_000_000n),
          matched: Number(matched),
          spans: spans.map(([spanStart, spanId, duration, ...values]) => ({
            id: spanId,
            start: spanStart,
            duration,
            attributes: new Map(names.map((name, i) => [name, values[i]!])),
          })),
          services: new Map(
            Object.entries(counts).map(([service, count]) => [
              service,
              { spans: Number(count), errors: Number(errors[service] ?? 0) },
            ]),
          ),
        };
      }),
    );
  };
