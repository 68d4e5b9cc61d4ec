import type { FastifyInstance } from 'fastify';
import { pipelineLimitsOf } from '../limits/pipeline-limits.js';
import { bongsuRoutes } from './bongsu/bongsu-routes.js';
import { BONGSU, LOKI, PROMETHEUS, TEMPO, type ApiFamily } from './family.js';
import { createHttpServer, handleBugs } from './http-server.js';
import { lokiDeleteRoutes } from './loki/delete-routes.js';
import { exportRoute } from './loki/export-route.js';
import { logLevelRoute } from './loki/log-level-route.js';
import { lokiRoutes } from './loki/loki-routes.js';
import { lokiPushRoutes } from './loki/push-routes.js';
import { otlpRoutes } from './otlp/otlp-routes.js';
import { refuseWhenStopping } from './prometheus/not-ready.js';
import { prometheusRoutes } from './prometheus/prometheus-routes.js';
import { writeRoute } from './prometheus/write/write-route.js';
import type { ReadRoutes } from './read-route.js';
import type { RouteParts } from './route-parts.js';
import { ringRoutes } from './ring-routes.js';
import { systemRoutes } from './system-routes.js';
import { overridesRoute } from './tempo/overrides-route.js';
import { statusRoutes } from './tempo/status-routes.js';
import { tempoRoutes } from './tempo/tempo-routes.js';
import { staticUi, uiPage } from './web/static-ui.js';
import { zipkinRoutes } from './zipkin/zipkin-routes.js';

/** Every path there is, ready to route. */
export async function createRoutes(parts: RouteParts): Promise<FastifyInstance> {
  const { logger, metrics, clock, slots, intake } = parts;
  const limits = parts.config.limits.query;
  const app = createHttpServer({ logger, metrics });
  const scope = async (
    family: ApiFamily,
    language: string,
    add: (scoped: FastifyInstance, routes: ReadRoutes) => void,
  ) => {
    await app.register(async (scoped) => {
      handleBugs(scoped, logger, family);
      add(scoped, { family, language, querySeconds: metrics.querySeconds, slots, clock });
    });
  };
  const page = uiPage(parts.uiFolder);
  ringRoutes(app, clock);
  systemRoutes(app, parts.readiness, metrics.registry, page);
  await app.register(async (scoped) => {
    otlpRoutes(scoped, {
      receiver: parts.receiver,
      senders: parts.senders,
      intake,
      corsOrigins: parts.config.cors.origins,
      logger,
    });
  });
  await app.register(async (scoped) => {
    zipkinRoutes(scoped, { receiver: parts.receiver, intake });
  });
  const { engine, runner } = parts;
  const pipelineLimits = pipelineLimitsOf(limits);
  await scope(LOKI, 'logql', (scoped, routes) => {
    lokiRoutes(scoped, routes, {
      runner,
      clock,
      maxLines: limits.logLines,
      maxSamples: limits.samples,
      maxSeries: limits.logSeries,
      pipelineLimits,
      config: parts.config,
      inserter: parts.inserter,
    });
    const statement = { time: limits.time, memoryBytes: limits.memory };
    exportRoute(scoped, { runner, clock, slots, engine, limits: statement, pipelineLimits });
    logLevelRoute(scoped, logger);
    lokiDeleteRoutes(scoped, { deleter: parts.deleter, clock, slots });
    lokiPushRoutes(scoped, { receiver: parts.lokiPush, senders: parts.senders, intake });
  });
  await scope(TEMPO, 'traceql', (scoped, routes) => {
    statusRoutes(scoped, parts);
    tempoRoutes(scoped, routes, parts.tempo);
    overridesRoute(scoped);
  });
  await scope(PROMETHEUS, 'promql', (scoped, routes) => {
    refuseWhenStopping(scoped, parts.readiness);
    prometheusRoutes(scoped, routes, parts.body, {
      runner,
      engine,
      clock,
      maxSamples: limits.samples,
      language: parts.promLanguage,
      maxTime: limits.time,
      config: parts.config,
      started: parts.started,
      scrapes: parts.scrapes,
      rules: parts.rules,
      lifecycle: parts.lifecycle,
      registry: metrics.registry,
    });
    writeRoute(scoped, { receiver: parts.remoteWrite, intake });
  });
  await scope(BONGSU, 'bongsu', (scoped, routes) => bongsuRoutes(scoped, routes, parts));
  await staticUi(app, parts.uiFolder, page);
  await app.ready();
  return app;
}
