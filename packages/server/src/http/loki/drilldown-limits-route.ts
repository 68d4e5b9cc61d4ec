import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { stringify } from 'yaml';
import { LEVEL_FIELDS, SERVICE_NAME_LABELS } from '@bongsu/wire/loki-push';
import type { Config } from '../../config/schema.js';
import { buildInfo } from '../build-info.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** `drilldown-limits`, what Grafana's Logs Drilldown asks before anything else, and a tenant's limits; under Loki's names. */
export function drilldownLimitsRoute(app: FastifyInstance, routes: ReadRoutes, config: Config): void {
  readRoute(app, routes, '/loki/api/v1/drilldown-limits', async () =>
    ok(json({ limits: limitsOf(config), pattern_ingester_enabled: true, version: buildInfo('loki').version })),
  );
  // Every tenant has the same.
  readRoute(
    app,
    routes,
    '/config/tenant/v1/limits',
    async () => ok({ body: stringify(limitsOf(config)), contentType: 'text/yaml; charset=utf-8' }),
    ['GET'],
  );
}

const limitsOf = ({ limits, loki, retention }: Config) => ({
  discover_log_levels: loki.discoverLogLevels,
  discover_service_name: loki.discoverServiceName ? SERVICE_NAME_LABELS : [],
  log_level_fields: LEVEL_FIELDS,
  max_entries_limit_per_query: limits.query.logLines,
  max_line_size_truncate: false,
  max_query_bytes_read: '0B',
  max_query_length: '0s',
  max_query_lookback: '0s',
  max_query_range: '0s',
  max_query_series: limits.query.logSeries,
  metric_aggregation_enabled: false,
  pattern_persistence_enabled: false,
  query_timeout: seconds(limits.query.time),
  retention_period: retention.logs === 'off' ? '0s' : seconds(retention.logs),
  volume_enabled: true,
  volume_max_series: limits.query.volumeSeries,
});

/** A duration of Prometheus. */
const seconds = (ms: number): string => `${Math.round(ms / 1000)}s`;
