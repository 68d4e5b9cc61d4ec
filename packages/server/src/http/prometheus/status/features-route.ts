import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { supportedLanguage } from '@bongsu/query/promql';
import { DISCOVERY_PROVIDERS } from '../../../scrape/discovery/discovery-config.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';

/**
 * `features`: what clients may use, by category and in Prometheus' names (util/features and where they are registered).
 * Only names are listed that mean something here. It is not to be confused with a `features` of `status/buildinfo`.
 */
export function featuresRoute(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { config, language } = options;
  const data = {
    api: {
      admin: config.prometheus.enableAdminApi,
      exclude_alerts: true,
      label_values_match: true,
      lifecycle: config.prometheus.enableLifecycle,
      'openapi_3.1': false,
      'openapi_3.2': false,
      otlp_write_receiver: true,
      query_stats: true,
      query_warnings: true,
      remote_write_receiver: true,
      time_range_labels: true,
      time_range_series: true,
    },
    otlp_receiver: { delta_conversion: true, native_delta_ingestion: false },
    ...supportedLanguage(language.features),
    service_discovery_providers: Object.fromEntries(DISCOVERY_PROVIDERS.map((name) => [name, true])),
  };
  promRoute(app, routes, '/api/v1/features', ['GET'], async () => ok(envelope(JSON.stringify(data))));
}
