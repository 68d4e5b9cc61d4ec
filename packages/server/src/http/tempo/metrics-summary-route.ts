import type { FastifyInstance } from 'fastify';
import { err, ok } from '@bongsu/model';
import { SUMMARY_QUANTILES, summarizeSpans, type AnyValue, type SpanSummary } from '@bongsu/query/traceql';
import { json, readRoute, type ReadRoutes } from '../read-route.js';
import { executorOf } from '../executor-header.js';
import { tempoFailure } from './tempo-failure.js';
import type { TempoOptions } from './tempo-options.js';
import { badParameter, positive, rangeOr } from './tempo-params.js';

const HOUR_MS = 3_600_000;

/**
 * `metrics/summary` of Tempo before 3: https://grafana.com/docs/tempo/v2.10.x/api_docs/metrics-summary/. It covers any
 * range and counts every span: `limit`, which made Tempo estimate, is read and has no effect.
 */
export function metricsSummaryRoute(app: FastifyInstance, routes: ReadRoutes, options: TempoOptions): void {
  const { runner, clock, maxSpans } = options;
  readRoute(
    app,
    routes,
    '/api/metrics/summary',
    async ({ params, tenant, request, signal }) => {
      const q = params.get('q') ?? '';
      if (q === '') return badParameter('q is required: a TraceQL query such as { }');
      const groupBy = (params.get('groupBy') ?? '').split(',').map((name) => name.trim());
      if (groupBy.includes('')) return badParameter('groupBy is required: fields with commas between them');
      const limit = positive(params, 'limit', 1);
      if (!limit.ok) return limit;
      const range = rangeOr(params, clock, HOUR_MS);
      if (!range.ok) return range;
      const asked = { tenant, q, groupBy, ...range.value, maxTraceSpans: maxSpans, executor: executorOf(request) };
      const found = await summarizeSpans(asked, runner, signal);
      if (!found.ok) return err(tempoFailure(found.error));
      return ok(json({ summaries: found.value.map(summaryJson) }));
    },
    ['GET'],
  );
}

/** As protobuf's JSON has it: 64-bit integers as text, zeros left out. */
function summaryJson({ labels, spans, errors, durations }: SpanSummary): object {
  const counts = [
    ['spanCount', spans],
    ['errorSpanCount', errors],
    ...SUMMARY_QUANTILES.map((quantile, i) => [`p${quantile * 100}`, durations[i]!] as const),
  ] as const;
  const texts = counts.flatMap(([name, value]) => (value === 0 ? [] : [[name, String(Math.round(value))] as const]));
  return {
    series: labels.map(({ key, value }) => ({ key, value: staticOf(key, value) })),
    ...Object.fromEntries(texts),
  };
}

/** Numbers of TraceQL's own lists of statuses and kinds, which are not OTLP's. */
const STATUSES: readonly unknown[] = ['error', 'ok', 'unset'];
const KINDS: readonly unknown[] = ['unspecified', 'internal', 'client', 'server', 'producer', 'consumer'];

/** A `TraceQLStatic`: the number of its type and the field that goes with it, which is left out where it is zero. */
function staticOf(key: string, value: AnyValue | undefined): object {
  const [[kind, content] = ['', undefined]] = Object.entries(value ?? {}) as [string, unknown][];
  const of = (type: number, part: string, field: unknown): object =>
    ZEROS.has(field) ? { type } : { type, [part]: field };
  const name = key.replace(/^span:/, '');
  if (name === 'status') return of(8, 'status', STATUSES.indexOf(content));
  if (name === 'kind') return of(9, 'kind', KINDS.indexOf(content));
  switch (kind) {
    case 'intValue':
      return of(3, 'n', content);
    case 'doubleValue':
      return of(4, 'f', content);
    case 'stringValue':
      return of(5, 's', content);
    case 'boolValue':
      return of(6, 'b', content);
    default:
      return {};
  }
}

const ZEROS: ReadonlySet<unknown> = new Set([0, '0', '', false]);
