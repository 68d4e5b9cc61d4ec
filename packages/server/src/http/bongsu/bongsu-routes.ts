import type { FastifyInstance } from 'fastify';
import { err, millis, millisToNanos, nanosToMillis, ok, type Millis, type Nanos, type Result } from '@bongsu/model';
import { services, type ServiceSummary } from '@bongsu/query/services';
import { failure, ofQuery, type Failure } from '../../errors/failure.js';
import { createSqlConsole } from '../../sql/sql-console.js';
import { VERSION } from '../../version.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';
import type { RouteParts } from '../route-parts.js';
import { dashboardRoutes } from './dashboards/dashboard-routes.js';
import { rejectionsRoute } from './rejections-route.js';
import { relatedRoute } from './related-route.js';
import { explainRoute } from './explain-route.js';
import { schemaRoute } from './schema-route.js';
import { sendersRoute } from './senders-route.js';
import { sqlRoute } from './sql-route.js';

/** Our own API, for the UI and for scripts. */
export function bongsuRoutes(app: FastifyInstance, routes: ReadRoutes, parts: RouteParts): void {
  const { clock, runner } = parts;
  readRoute(
    app,
    routes,
    '/api/bongsu/services',
    async ({ params, tenant, signal }) => {
      const end = unixMillis(params, 'end', clock.now());
      if (!end.ok) return end;
      const start = unixMillis(params, 'start', millis(end.value - HOUR_MS));
      if (!start.ok) return start;
      if (end.value < start.value) return err(failure('bad_parameter', 'end must not be before start'));
      const range = { start: millisToNanos(start.value), end: millisToNanos(end.value) };
      const found = await services({ tenant, ...range }, runner, signal);
      return found.ok ? ok(json({ services: found.value.map(serviceJson) })) : err(ofQuery(found.error));
    },
    ['GET'],
  );
  relatedRoute(app, routes, runner);
  explainRoute(app, routes, parts);
  const { time, memory } = parts.config.limits.query;
  const sql = createSqlConsole({ engine: parts.engine, limits: { time, memoryBytes: memory }, ...parts.config.sql });
  rejectionsRoute(app, routes, parts.rejections);
  sendersRoute(app, routes, runner, parts.senders);
  sqlRoute(app, routes, sql);
  schemaRoute(app, routes, sql);
  dashboardRoutes(app, routes, {
    dashboards: parts.dashboards,
    slots: parts.slots,
    maxBytes: { key: 'dashboards.maxBytes', value: parts.config.dashboards.maxBytes, unit: 'bytes' },
    inFlight: parts.body.inFlight,
  });
  readRoute(app, routes, '/api/bongsu/status', async () => ok(json(await status(parts))), ['GET']);
}

/** Times in Unix milliseconds; a signal that was not seen has none. */
function serviceJson(service: ServiceSummary): unknown {
  const seen = (at: Nanos | undefined): Millis | undefined => (at === undefined ? undefined : nanosToMillis(at));
  return {
    name: service.name,
    lastSeen: { logs: seen(service.lastLog), traces: seen(service.lastSpan), metrics: seen(service.lastSample) },
    spans: service.spanCount,
    errors: service.errorCount,
    logs: service.logCount,
  };
}

const HOUR_MS = 3_600_000;

/** Whole milliseconds since the epoch. */
function unixMillis(params: URLSearchParams, name: string, fallback: Millis): Result<Millis, Failure> {
  const text = params.get(name);
  if (text === null || text === '') return ok(fallback);
  if (/^\d{1,15}$/.test(text)) return ok(millis(Number(text)));
  return err(failure('bad_parameter', `${name}: ${JSON.stringify(text)} is not a time in Unix milliseconds`));
}

/** Lengths in seconds, sizes in bytes; `off` where nothing ends or limits. */
async function status({ config, clock, started, inserter, disk, readiness, metrics }: RouteParts): Promise<unknown> {
  await disk.refresh();
  const seconds = (kept: number | 'off'): number | 'off' => (kept === 'off' ? 'off' : kept / 1000);
  const stats = inserter.stats();
  const ingest = Object.fromEntries(
    (['logs', 'traces', 'metrics'] as const).map((signal) => {
      const { rows, batches, rejected, refused, queueRows, queueBytes } = stats[signal];
      return [signal, { rows, batches, rejected, refused, queueRows, queueBytes }];
    }),
  );
  return {
    version: VERSION,
    uptimeSeconds: Math.round((clock.now() - started) / 1000),
    ready: await readiness.check(),
    ingest,
    requests: metrics.ingestRequests
      .entries()
      .map(([[signal, protocol, code], count]) => ({ signal, protocol, code, count })),
    disk: {
      usedBytes: disk.bytes,
      freeBytes: disk.freeBytes,
      budgetBytes: config.diskBudget,
      days: disk.usage?.days.map(({ signal, day, rows, bytes }) => ({
        signal,
        day: new Date(day * 86_400_000).toISOString().slice(0, 10),
        rows,
        bytes,
      })),
    },
    retentionSeconds: {
      logs: seconds(config.retention.logs),
      traces: seconds(config.retention.traces),
      metrics: seconds(config.retention.metrics),
    },
  };
}
