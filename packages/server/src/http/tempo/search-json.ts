import type { FoundTrace, SearchAnswer, SpanSet } from '@bongsu/query/traceql';

/** A found trace as protobuf's JSON has it: zeros and empty texts are left out. */
export function foundTraceJson(trace: FoundTrace): unknown {
  const { rootTraceName, durationMs, spanSet, spanSets, serviceStats, ...rest } = trace;
  return {
    ...rest,
    ...(rootTraceName === '' ? {} : { rootTraceName }),
    ...(durationMs === 0 ? {} : { durationMs }),
    spanSet: spanSetJson(spanSet),
    spanSets: spanSets.map(spanSetJson),
    serviceStats: Object.fromEntries(
      Object.entries(serviceStats).map(([service, { spanCount, errorCount }]) => [
        service,
        { ...(spanCount === 0 ? {} : { spanCount }), ...(errorCount === 0 ? {} : { errorCount }) },
      ]),
    ),
  };
}

const spanSetJson = ({ spans, matched, attributes }: SpanSet): unknown => ({
  spans: spans.map(({ durationNanos, ...span }) => ({ ...span, ...(durationNanos === '0' ? {} : { durationNanos }) })),
  ...(matched === 0 ? {} : { matched }),
  ...(attributes === undefined ? {} : { attributes }),
});

/** What Tempo's answer has no place for: what the query says in a way of our own, and what was looked at in part. */
export function searchDetails({ cutTraces, warnings }: SearchAnswer, maxSpans: number): object {
  const cut = `traces have more than the ${maxSpans} spans that are looked at (raise limits.query.traceSpans)`;
  return {
    ...(cutTraces.length === 0 ? {} : { partialTraces: cutTraces }),
    warnings: [...warnings, ...(cutTraces.length === 0 ? [] : [`${cutTraces.length} ${cut}`])],
  };
}
