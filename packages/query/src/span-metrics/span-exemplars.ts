import { millis, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import { call, col, SPANS } from '../sql/index.js';
import { fits, fittingMetrics } from './matchers.js';
import { BOUNDS, boundTexts } from './metric.js';
import { spanConditions, spanLabels } from './observe-spans.js';
import { keptLabels } from './question.js';
import { bucketOf, spansWhere } from './scope.js';
import { timeCells } from './time-cells.js';

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
 * Of each series of buckets and each part of the time the longest span, on the bucket of its own duration, where Tempo's
 * metrics-generator has its exemplars too. A counter has none.
 */
export async function spanExemplars(
  request: ExemplarsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly CounterExemplars[], QueryFailure>> {
  const { tenant, matchers, limit } = request;
  const metric = fittingMetrics(matchers).find(({ subject, part }) => subject === 'spans' && part === 'buckets');
  const after = Math.max(Math.min(request.start, LAST_MS), 0) - 1;
  const until = Math.min(request.end, LAST_MS);
  if (!metric || until <= after) return ok([]);
  const width = Math.ceil((until - after) / PARTS);
  const ends = Float64Array.from({ length: PARTS }, (_, i) => after + (i + 1) * width);
  const labels = spanLabels();
  const keys = [
    timeCells(millis(after), ends).key,
    ...labels.map(({ column }) => col(column)),
    bucketOf(col('duration'), BOUNDS.spans),
  ];
  const hex = (column: string) => call('lower', call('hex', col(column)));
  const shown = call('tuple', hex('trace_id'), hex('span_id'), call('toUnixTimestamp64Milli', col('start')));
  const rows = await runner.rows(
    {
      columns: [
        ...keys.map((expr, i) => ({ expr, as: `k${i}` })),
        { expr: call('max', col('duration')), as: 'longest' },
        { expr: call('argMax', shown, col('duration')) },
      ],
      from: { kind: 'table', name: SPANS.name },
      where: spansWhere({ tenant, after: millis(after), until: millis(until) }, spanConditions(matchers)),
      groupBy: keys.map((_, i) => col(`k${i}`)),
      orderBy: [{ expr: col('longest'), direction: 'DESC' }],
      limit: Math.min(limit, MAX_EXEMPLARS),
    },
    signal,
  );
  if (!rows.ok) return rows;
  const les = boundTexts(BOUNDS.spans);
  const keptOf = keptLabels({ matchers });
  const ofBounds = fits(matchers.filter(({ name }) => name === 'le'));
  const found = new Map<string, { labels: Labels; exemplars: SpanExemplar[] }>();
  for (const row of rows.value) {
    const kept = keptOf(Object.fromEntries(labels.map(({ label, text }, i) => [label, text(row[i + 1])])));
    const le = les[Number(row[labels.length + 1])]!;
    if (kept === undefined || !ofBounds({ le })) continue;
    const series = { __name__: metric.name, ...kept, le };
    const key = JSON.stringify(series);
    const own = found.get(key) ?? { labels: series, exemplars: [] as SpanExemplar[] };
    found.set(key, own);
    const [traceId, spanId, start] = row.at(-1) as [string, string, string];
    own.exemplars.push({
      // By Tempo's name for it, and by those of exemplars that are sent.
      labels: { traceID: traceId, trace_id: traceId, span_id: spanId },
      value: Number(row.at(-2)) / 1e9,
      time: millis(Number(start)),
    });
  }
  for (const { exemplars } of found.values()) exemplars.sort((a, b) => a.time - b.time);
  return ok([...found.values()]);
}
