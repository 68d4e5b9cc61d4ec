import type { FastifyInstance } from 'fastify';
import { err, nanosToMillis, ok, type Clock, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { indexStats, volume, type MetricValue, type Volume, type VolumeRequest } from '@bongsu/query/logql';
import { failure, type Failure } from '../../errors/failure.js';
import { json, readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';
import { lokiFailure } from './loki-failure.js';
import { lokiRange, lokiStep, positiveParam } from './loki-params.js';
import { metricJson } from './metric-json.js';

export interface IndexRoutesOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  readonly maxVolumes: number;
}

const DEFAULT_VOLUMES = 100;

/** How much a selector takes: `index/stats`, `index/volume`, `index/volume_range`. */
export function indexRoutes(app: FastifyInstance, routes: ReadRoutes, options: IndexRoutesOptions): void {
  const { runner, clock } = options;

  readRoute(app, routes, '/loki/api/v1/index/stats', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const scope = { tenant, ...range.value, matchers: params.get('query') ?? '' };
    const stats = await indexStats(scope, runner, signal);
    if (!stats.ok) return err(lokiFailure(stats.error));
    const { streams, bytes, lines } = stats.value;
    // There are no chunks here; Grafana hides its hint only when everything is 0.
    return ok(json({ streams, chunks: 0, bytes, entries: lines }));
  });

  readRoute(app, routes, '/loki/api/v1/index/volume', (read) => volumes(read, false));
  readRoute(app, routes, '/loki/api/v1/index/volume_range', (read) => volumes(read, true));

  async function volumes(read: Read, overTime: boolean): Promise<Result<Answer, Failure>> {
    const started = clock.monotonic();
    const request = volumeRequest(read, options, overTime);
    if (!request.ok) return request;
    const found = await volume(request.value, runner, read.signal);
    if (!found.ok) return err(lokiFailure(found.error));
    const bytes = found.value.reduce((sum, { points }) => points.reduce((all, point) => all + point.bytes, sum), 0);
    const body = metricJson(
      { value: volumeValue(found.value, overTime), warnings: [], work: { lines: 0, bytes } },
      (clock.monotonic() - started) / 1000,
    );
    return ok({ body, contentType: 'application/json; charset=UTF-8' });
  }
}

function volumeRequest(
  { params, tenant }: Read,
  { clock, maxVolumes }: IndexRoutesOptions,
  overTime: boolean,
): Result<VolumeRequest, Failure> {
  const range = lokiRange(params, clock);
  if (!range.ok) return range;
  // 0 counts as not given (pkg/loghttp/query.go, `volumeLimit`).
  const limit = params.get('limit') === '0' ? ok(DEFAULT_VOLUMES) : positiveParam(params, 'limit', DEFAULT_VOLUMES);
  if (!limit.ok) return limit;
  const aggregateBy = params.get('aggregateBy') || 'series';
  if (aggregateBy !== 'series' && aggregateBy !== 'labels') {
    return err(
      failure('bad_parameter', `invalid aggregation option: aggregateBy is series or labels, not ${aggregateBy}`),
    );
  }
  const targetLabels = (params.get('targetLabels') ?? '').split(',').filter((name) => name !== '');
  const matchers = params.get('query') ?? '';
  const request = { tenant, ...range.value, matchers, limit: limit.value, targetLabels, aggregateBy } as const;
  if (!overTime) return ok({ ...request, maxSeries: maxVolumes });
  const step = lokiStep(params, range.value);
  return step.ok ? ok({ ...request, maxSeries: maxVolumes, step: step.value }) : step;
}

/** A vector where there is no more than one point each, as Loki answers `volume_range` then too. */
function volumeValue(volumes: readonly Volume[], overTime: boolean): MetricValue {
  if (overTime && volumes.some(({ points }) => points.length > 1)) {
    const series = volumes.map(({ labels, points }) => ({
      labels,
      times: points.map(({ time }) => nanosToMillis(time)),
      values: Float64Array.from(points, ({ bytes }) => bytes),
    }));
    return { type: 'matrix', series };
  }
  const samples = volumes.flatMap(({ labels, points }) =>
    points.map(({ time, bytes }) => ({ labels, time: nanosToMillis(time), value: bytes })),
  );
  return { type: 'vector', samples };
}
