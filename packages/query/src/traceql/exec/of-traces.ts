import { nanos, type Nanos } from '@bongsu/model';
import { allOf, timeBucket, within, withinBuckets } from '../../lang/index.js';
import { call, col, infix, param, SPANS, type Expr } from '../../sql/index.js';
import { idBytes, type TraceSummary } from './trace-summary.js';

/** More are not named one by one: the statement would grow longer than what it spares to read. */
const MAX_PAIRS = 2000;
const NS_PER_S = 1_000_000_000n;

/** Starts of the traces' spans: [start, end). */
export function extentOf(traces: readonly TraceSummary[]): { start: Nanos; end: Nanos } {
  const first = traces.reduce((least, t) => (t.start < least ? t.start : least), traces[0]!.start);
  const last = traces.reduce((most, t) => (t.lastStart > most ? t.lastStart : most), traces[0]!.lastStart);
  return { start: first, end: nanos(last + 1n) };
}

/**
 * Spans of the traces that start in [start, end). Names each trace with the buckets of the sort key that it lies in:
 * the ids alone would be looked for in every bucket of the range.
 */
export function ofTraces(traces: readonly TraceSummary[], { start, end }: { start: Nanos; end: Nanos }): Expr {
  const pairs = bucketPairs(traces, start, end);
  if (pairs) return allOf([within('start', start, end), pairs])!;
  const ids = param(
    'Array(String)',
    traces.map((t) => idBytes(t.traceId)),
  );
  return allOf([withinBuckets(SPANS, 'start', start, end), infix(col('trace_id'), 'IN', ids)])!;
}

function bucketPairs(traces: readonly TraceSummary[], start: Nanos, end: Nanos): Expr | undefined {
  const bucket = timeBucket(SPANS, 'start', start, end);
  if (!bucket) return undefined;
  const width = bucket.seconds * NS_PER_S;
  const buckets: bigint[] = [];
  const ids: Uint8Array[] = [];
  for (const trace of traces) {
    const id = idBytes(trace.traceId);
    const first = trace.start > start ? trace.start : start;
    const last = trace.lastStart < end ? trace.lastStart : end;
    for (let at = first - (first % width); at <= last; at += width) {
      if (ids.length >= MAX_PAIRS) return undefined;
      buckets.push(at / NS_PER_S);
      ids.push(id);
    }
  }
  const pairs = call('arrayZip', param('Array(UInt32)', buckets), param('Array(String)', ids));
  return infix(call('tuple', bucket.expr, col('trace_id')), 'IN', pairs);
}
