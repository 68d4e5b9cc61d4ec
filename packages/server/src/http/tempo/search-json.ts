import type { FoundTrace, SpanSet } from '@bongsu/query/traceql';

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
