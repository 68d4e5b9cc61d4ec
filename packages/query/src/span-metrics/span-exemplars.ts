import { millis, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import type { Longest } from './longest.js';
import { fits, fittingMetrics } from './matchers.js';
import { BOUNDS, boundTexts, type Metric } from './metric.js';
import { longestEdges } from './observe-edges.js';
import { longestSpans } from './observe-spans.js';
import { keptLabels } from './question.js';
import { timeCells } from './time-cells.js';
import type { Weighing } from './weight.js';

export interface ExemplarsRequest {
  readonly tenant: Tenant;
  readonly matchers: readonly Matcher[];
  /** Of the starts of the spans; both inclusive. */
  readonly start: Millis;
  readonly end: Millis;
  /** Exemplars at most: the longest spans. */
  readonly limit: number;
}

/** Spans that a series has counted. */
export interface CounterExemplars {
  /** With `__name__`. */
  readonly labels: Labels;
  /** In time order. */
  readonly exemplars: readonly SpanExemplar[];
}

export interface SpanExemplar {
  readonly labels: Labels;
  /** Seconds. */
  readonly value: number;
  readonly time: Millis;
}

/** Parts of the time that each have an exemplar of their own: about as many as a chart has room for. */
const PARTS = 50;
/** Of all series together: more than a chart shows, and an answer of a few MB. */
const MAX_EXEMPLARS = 10_000;
/** What 64 bits of nanoseconds since the epoch hold. */
const LAST_MS = Math.floor(Number.MAX_SAFE_INTEGER / 1000);

/**
 * Of each series of buckets and each part of the time the longest span or call, on the bucket of its own duration, where
 * Tempo's metrics-generator has its exemplars too. A counter has none.
 */
export async function spanExemplars(
  request: ExemplarsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly CounterExemplars[], QueryFailure>> {
  const { tenant, matchers } = request;
  const after = Math.max(Math.min(request.start, LAST_MS), 0) - 1;
  const until = Math.min(request.end, LAST_MS);
  if (until <= after) return ok([]);
  const width = Math.ceil((until - after) / PARTS);
  const ends = Float64Array.from({ length: PARTS }, (_, i) => after + (i + 1) * width);
  const found = new Map<string, { labels: Labels; exemplars: SpanExemplar[] }>();
  let room = Math.min(request.limit, MAX_EXEMPLARS);
  for (const metric of fittingMetrics(matchers).filter(({ part }) => part === 'buckets')) {
    const longest = await (metric.subject === 'spans' ? longestSpans : longestEdges)(
      {
        metric,
        matchers,
        scope: { tenant, after: millis(after), until: millis(until) },
        cells: timeCells(millis(after), ends),
        weighing: UNWEIGHED,
        limit: room,
      },
      runner,
      signal,
    );
    if (!longest.ok) return longest;
    room -= collect(metric, matchers, longest.value.slice(0, room), found);
  }
  for (const { exemplars } of found.values()) exemplars.sort((a, b) => a.time - b.time);
  return ok([...found.values()]);
}

/** A call or span is shown once, however many it stands for. */
const UNWEIGHED: Weighing = { keys: [], weight: () => 1 };

/** Puts what fits under its series. @returns how many. */
function collect(
  metric: Metric,
  matchers: readonly Matcher[],
  longest: readonly Longest[],
  found: Map<string, { labels: Labels; exemplars: SpanExemplar[] }>,
): number {
  const les = boundTexts(BOUNDS[metric.subject]);
  const keptOf = keptLabels({ matchers });
  const ofBounds = fits(matchers.filter(({ name }) => name === 'le'));
  let count = 0;
  for (const { labels, bucket, duration, traceId, spanId, time } of longest) {
    const kept = keptOf(labels);
    const le = les[bucket]!;
    if (kept === undefined || !ofBounds({ le })) continue;
    const series = { __name__: metric.name, ...kept, le };
    const key = JSON.stringify(series);
    const own = found.get(key) ?? { labels: series, exemplars: [] as SpanExemplar[] };
    found.set(key, own);
    // By Tempo's name for it, and by those of exemplars that are sent.
    own.exemplars.push({
      labels: { traceID: traceId, trace_id: traceId, span_id: spanId },
      value: duration / 1e9,
      time,
    });
    count++;
  }
  return count;
}
