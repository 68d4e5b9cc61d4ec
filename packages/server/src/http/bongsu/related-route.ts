import type { FastifyInstance } from 'fastify';
import { err, nanosToMillis, ok, type Millis } from '@bongsu/model';
import { quoteGoString, type SqlRunner } from '@bongsu/query/lang';
import { related, type RelatedService } from '@bongsu/query/services';
import { normalTraceId } from '@bongsu/query/traceql';
import { failure, ofQuery } from '../../errors/failure.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** Around a trace that takes milliseconds there is something to see in minutes. */
const MARGIN_MS = 300_000;

/** What belongs to a trace in the other signals: counts, the queries that show it, and pages of the UI. */
export function relatedRoute(app: FastifyInstance, routes: ReadRoutes, runner: SqlRunner): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/trace/:id/related',
    async ({ request, tenant, signal }) => {
      const { id } = request.params as { id: string };
      const traceId = normalTraceId(id);
      if (!traceId.ok) return err(failure('bad_parameter', traceId.error));
      const found = await related({ tenant, traceId: traceId.value }, runner, signal);
      if (!found.ok) return err(ofQuery(found.error));
      if (found.value === undefined) return err(failure('not_found', `trace ${traceId.value} is not stored`));
      const { start, end, services } = found.value;
      const range = { start: nanosToMillis(start), end: nanosToMillis(end) };
      return ok(
        json({
          traceId: traceId.value,
          ...range,
          logs: {
            byTraceId: services.reduce((sum, { logsById }) => sum + logsById, 0),
            byServiceAndTime: services.reduce((sum, { logsByTime }) => sum + logsByTime, 0),
          },
          url: `/traces/${traceId.value}`,
          services: services.map((service) => serviceJson(service, traceId.value, range)),
        }),
      );
    },
    ['GET'],
  );
}

function serviceJson(
  { name, spanCount, errorCount, logsById, logsByTime }: RelatedService,
  traceId: string,
  { start, end }: { readonly start: Millis; readonly end: Millis },
): unknown {
  const service = quoteGoString(name);
  const range = new URLSearchParams({ from: `${start - MARGIN_MS}`, to: `${end + MARGIN_MS}` });
  const page = `/services/${encodeURIComponent(name)}?${range.toString()}`;
  return {
    name,
    spans: spanCount,
    errors: errorCount,
    logs: {
      byTraceId: logsById,
      byServiceAndTime: logsByTime,
      queries: {
        byTraceId: `{service_name=${service}} | trace_id="${traceId}"`,
        byServiceAndTime: `{service_name=${service}}`,
      },
      url: page,
    },
    metrics: {
      queries: {
        rate: `sum by (span_name) (rate(traces_spanmetrics_calls_total{service=${service}}[5m]))`,
        errors: `sum by (span_name) (rate(traces_spanmetrics_calls_total{service=${service},status_code="STATUS_CODE_ERROR"}[5m]))`,
        duration: `histogram_quantile(0.95, sum by (le, span_name) (rate(traces_spanmetrics_latency_bucket{service=${service}}[5m])))`,
      },
      url: page,
    },
  };
}
