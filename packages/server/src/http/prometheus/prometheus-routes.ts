import type { FastifyInstance } from 'fastify';
import type { BodyLimits } from '../body.js';
import type { ReadRoutes } from '../read-route.js';
import { adminRoutes } from './admin/admin-routes.js';
import { lifecycleRoutes } from './admin/lifecycle-routes.js';
import { prometheusCors } from './cors.js';
import { federateRoute } from './federate/federate-route.js';
import type { PrometheusOptions } from './prometheus-options.js';
import { queryRoutes } from './query/query-routes.js';
import { queryTextRoutes } from './query/query-text-routes.js';
import { remoteReadRoute } from './read/read-route.js';
import { rulesRoutes } from './rules/rules-routes.js';
import { metadataRoute } from './series/metadata-route.js';
import { seriesRoutes } from './series/series-routes.js';
import { featuresRoute } from './status/features-route.js';
import { notificationsRoutes } from './status/notifications-route.js';
import { selfMetricsRoute } from './status/self-metrics-route.js';
import { statusRoutes } from './status/status-routes.js';
import { targetsRoutes } from './targets/targets-routes.js';

/** Prometheus' HTTP API, but for what comes in: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export function prometheusRoutes(
  app: FastifyInstance,
  routes: ReadRoutes,
  body: BodyLimits,
  options: PrometheusOptions,
): void {
  prometheusCors(app, options.config.prometheus.corsOrigins);
  queryRoutes(app, routes, options);
  queryTextRoutes(app, routes, options);
  seriesRoutes(app, routes, options);
  metadataRoute(app, routes, options);
  targetsRoutes(app, routes, options);
  rulesRoutes(app, routes, options);
  statusRoutes(app, routes, options);
  featuresRoute(app, routes, options);
  notificationsRoutes(app, routes, options);
  selfMetricsRoute(app, routes, options);
  federateRoute(app, routes, options);
  remoteReadRoute(app, body, options);
  adminRoutes(app, options);
  lifecycleRoutes(app, options);
}
