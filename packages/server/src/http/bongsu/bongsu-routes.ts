import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { VERSION } from '../../version.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';
import type { RouteParts } from '../routes.js';

/** Our own API, for the UI and for scripts. */
export function bongsuRoutes(app: FastifyInstance, routes: ReadRoutes, parts: RouteParts): void {
  readRoute(app, routes, '/api/bongsu/status', async () => ok(json(await status(parts))), ['GET']);
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
    requests: metrics.ingestRequests.entries().map(([[signal, protocol, code], count]) => ({ signal, protocol, code, count })),
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
