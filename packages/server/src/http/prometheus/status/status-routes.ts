import type { FastifyInstance } from 'fastify';
import { hostname } from 'node:os';
import { err, millis, ok, type DurationMs } from '@bongsu/model';
import { tsdbStatus } from '@bongsu/query/promql';
import { failure } from '../../../errors/failure.js';
import { buildInfo } from '../../build-info.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';

/** Entries of a list of `status/tsdb` when no `limit` is given, and at most. */
const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 10_000;

/** `status/*` and `/version`: what clients and dashboards read of a Prometheus; what has no likeness here is 0 or empty. */
export function statusRoutes(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { scrapes, runner, clock, config } = options;
  const get = (path: string, data: () => object): void =>
    promRoute(app, routes, path, ['GET'], async () => ok(envelope(JSON.stringify(data()))));

  get('/api/v1/status/config', () => ({ yaml: scrapes.configYaml() }));
  get('/api/v1/status/flags', () => flags(options));
  // No `features`: Grafana takes a server that has them for Mimir.
  get('/api/v1/status/buildinfo', () => buildInfo('prometheus'));
  // Its handler names no type, so Go guesses one.
  promRoute(app, routes, '/version', ['GET'], async () =>
    ok({ body: `${JSON.stringify(buildInfo('prometheus'))}\n`, contentType: 'text/plain; charset=utf-8' }),
  );
  get('/api/v1/status/walreplay', () => ({ min: 0, max: 0, current: 0 }));
  // Blocks of a TSDB are files; this store has none.
  get('/api/v1/status/tsdb/blocks', () => ({ blocks: [] }));
  get('/api/v1/status/runtimeinfo', () => {
    const { succeeded, failed } = scrapes.lastReload();
    return {
      startTime: new Date(options.started).toISOString(),
      CWD: process.cwd(),
      hostname: hostname(),
      serverTime: new Date(clock.now()).toISOString(),
      reloadConfigSuccess: failed === undefined,
      lastConfigTime: new Date(succeeded).toISOString(),
      corruptionCount: 0,
      goroutineCount: 0,
      GOMAXPROCS: 0,
      GOMEMLIMIT: 0,
      GOGC: '',
      GODEBUG: '',
      storageRetention: retentionText(config.retention.metrics),
    };
  });

  promRoute(app, routes, '/api/v1/status/tsdb', ['GET'], async ({ params, tenant, signal }) => {
    const text = params.get('limit') ?? '';
    const limit = text === '' ? DEFAULT_LIMIT : /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (limit < 1) return err(failure('bad_parameter', 'limit must be a positive number'));
    if (limit > MAX_LIMIT) return err(failure('bad_parameter', `limit must not exceed ${MAX_LIMIT}`));
    const found = await tsdbStatus({ tenant, limit }, runner, signal);
    if (!found.ok) return err(promFailure(found.error));
    const status = found.value;
    return ok(
      envelope(
        JSON.stringify({
          headStats: {
            numSeries: status.series,
            numLabelPairs: status.labelPairs,
            chunkCount: status.seriesDays,
            minTime: millis(status.minTime),
            maxTime: millis(status.maxTime),
          },
          seriesCountByMetricName: status.seriesByMetric,
          labelValueCountByLabelName: status.valuesByLabel,
          memoryInBytesByLabelName: status.bytesByLabel,
          seriesCountByLabelValuePair: status.seriesByLabelPair,
        }),
      ),
    );
  });
}

const retentionText = (kept: DurationMs | 'off'): string => (kept === 'off' ? '' : `${kept / 86_400_000}d`);

/** Our configuration under the names of Prometheus' flags, those that have one. */
function flags({ config, maxSamples, maxTime }: PrometheusOptions): Record<string, string> {
  return {
    'query.lookback-delta': '5m',
    'query.max-concurrency': String(config.limits.request.maxConcurrent),
    'query.max-samples': String(maxSamples),
    'query.timeout': `${maxTime / 1000}s`,
    'storage.tsdb.path': config.data,
    'storage.tsdb.retention.time': retentionText(config.retention.metrics),
    'web.cors.origin': config.prometheus.corsOrigins.join('|'),
    'web.enable-admin-api': String(config.prometheus.enableAdminApi),
    'web.enable-lifecycle': String(config.prometheus.enableLifecycle),
    'web.enable-otlp-receiver': 'true',
    'web.enable-remote-write-receiver': 'true',
    'web.listen-address': `${config.host}:${config.port}`,
  };
}
