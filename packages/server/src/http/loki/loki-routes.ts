import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { formatQuery, labelNames, labelValues, series, type LogqlError } from '@bongsu/query/logql';
import type { Inserter } from '@bongsu/store';
import type { Config } from '../../config/schema.js';
import { failure, type Failure } from '../../errors/failure.js';
import { buildInfo } from '../build-info.js';
import { json, readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';
import { detectedRoutes } from './detected-routes.js';
import { drilldownLimitsRoute } from './drilldown-limits-route.js';
import { indexRoutes } from './index-routes.js';
import { legacyRoutes } from './legacy-routes.js';
import { lokiFailure } from './loki-failure.js';
import { lokiRange } from './loki-params.js';
import { patternsRoute } from './patterns-route.js';
import { queryRoutes, type QueryRoutesOptions } from './query-routes.js';
import { lokiRulesRoutes } from './rules-routes.js';
import { lokiServerRoutes } from './server-routes.js';

export interface LokiOptions extends QueryRoutesOptions {
  readonly config: Config;
  readonly inserter: Inserter;
}

const JSON_TYPE = 'application/json; charset=UTF-8';

/** Loki's query API: queries and metadata. */
export function lokiRoutes(app: FastifyInstance, routes: ReadRoutes, options: LokiOptions): void {
  const { runner, clock } = options;
  queryRoutes(app, routes, options);
  indexRoutes(app, routes, { runner, clock, maxVolumes: options.config.limits.query.volumeSeries });
  detectedRoutes(app, routes, options);
  patternsRoute(app, routes, options);
  drilldownLimitsRoute(app, routes, options.config);
  legacyRoutes(app, routes, options);
  lokiRulesRoutes(app, routes);
  lokiServerRoutes(app, options.config, options.inserter);

  const names = async (read: Read): Promise<Result<Answer, Failure>> => {
    const range = lokiRange(read.params, clock);
    if (!range.ok) return range;
    const matchers = read.params.get('query') ?? '';
    return list(await labelNames({ tenant: read.tenant, ...range.value, matchers }, runner, read.signal));
  };
  readRoute(app, routes, '/loki/api/v1/labels', names);
  readRoute(app, routes, '/loki/api/v1/label', names);

  readRoute(app, routes, '/loki/api/v1/label/:name/values', async ({ params, tenant, request, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const { name } = request.params as { name: string };
    const matchers = params.get('query') ?? '';
    return list(await labelValues({ tenant, ...range.value, matchers, name }, runner, signal));
  });

  const streams = async ({ params, tenant, signal }: Read): Promise<Result<Answer, Failure>> => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const matchers = [...params.getAll('match'), ...params.getAll('match[]')];
    const found = await series({ tenant, ...range.value, matchers }, runner, signal);
    if (!found.ok) return err(lokiFailure(found.error));
    return ok(line({ status: 'success', data: found.value }));
  };
  readRoute(app, routes, '/loki/api/v1/series', streams);
  readRoute(app, routes, '/api/prom/series', streams);

  readRoute(app, routes, '/loki/api/v1/format_query', async ({ params }) => {
    const formatted = formatQuery(params.get('query') ?? '');
    if (formatted.ok) return ok(json({ status: 'success', data: formatted.value }));
    // The one endpoint of Loki that answers a wrong query in JSON.
    return ok({ ...json({ status: 'invalid-query', error: formatted.error.message }), status: 400 });
  });

  for (const path of ['/loki/api/v1/tail', '/api/prom/tail']) {
    const message = `${path} is a WebSocket: the request does not ask to upgrade to one`;
    readRoute(app, routes, path, async () => err(failure('bad_parameter', message)), ['GET']);
  }

  readRoute(app, routes, '/loki/api/v1/status/buildinfo', async () => ok(json(buildInfo('loki'))), ['GET']);
}

/** `data` is left out when there is none, as Loki does. */
function list(found: Result<readonly string[], LogqlError>): Result<Answer, Failure> {
  if (!found.ok) return err(lokiFailure(found.error));
  return ok(line({ status: 'success', ...(found.value.length === 0 ? {} : { data: found.value }) }));
}

const line = (value: unknown): Answer => ({ body: `${JSON.stringify(value)}\n`, contentType: JSON_TYPE });
