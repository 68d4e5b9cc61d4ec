import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, millis, ok, type Millis, type Result } from '@bongsu/model';
import { storedSeries } from '@bongsu/query/promql';
import { deleteSamples, purgeDeleted, queryFailureOf } from '@bongsu/store';
import { failure, ofQuery, type Failure } from '../../../errors/failure.js';
import { PROMETHEUS, tenantOf } from '../../family.js';
import { refuseOtherMethods } from '../../method-not-allowed.js';
import { readParams } from '../../params.js';
import { promFailure } from '../prom-failure.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { EVER, matchersParam, optionalTime } from '../prometheus-params.js';

/** What the engine's times hold. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2300, 0, 1) - 1;
const storable = (ms: Millis): Millis => millis(Math.min(Math.max(ms, FIRST), LAST));

/** `admin/tsdb/*`, behind `prometheus.enableAdminApi`. */
export function adminRoutes(app: FastifyInstance, options: PrometheusOptions): void {
  const route = (name: string, handle: (request: FastifyRequest) => Promise<Result<void, Failure>>): void => {
    const url = `/api/v1/admin/tsdb/${name}`;
    refuseOtherMethods(app, url, ['POST', 'PUT']);
    app.route({
      method: ['POST', 'PUT'],
      url,
      handler: async (request, reply): Promise<FastifyReply> => {
        const done = options.config.prometheus.enableAdminApi
          ? await handle(request)
          : err(failure('admin_disabled', 'admin APIs disabled'));
        return done.ok ? reply.code(204).send() : PROMETHEUS.sendFailure(reply, done.error);
      },
    });
  };
  route('delete_series', (request) => deleteSeries(request, options));
  route('clean_tombstones', async () => {
    const done = await purgeDeleted(options.engine);
    return done.ok ? done : err(ofQuery(queryFailureOf(done.error)));
  });
  route('snapshot', async () =>
    err(failure('execution', 'snapshots are not supported: docs/backup.md says how to back up the data folder')),
  );
}

/** Samples go; the series themselves are listed until their days are. */
async function deleteSeries(request: FastifyRequest, options: PrometheusOptions): Promise<Result<void, Failure>> {
  const { engine, runner, maxSamples } = options;
  const tenant = tenantOf(request);
  if (!tenant.ok) return tenant;
  const params = await readParams(request);
  if (!params.ok) return params;
  if (!params.value.has('match[]')) return err(failure('bad_parameter', 'no match[] parameter provided'));
  const start = optionalTime(params.value, 'start');
  if (!start.ok) return start;
  const end = optionalTime(params.value, 'end');
  if (!end.ok) return end;
  const selectors = matchersParam(params.value);
  if (!selectors.ok) return selectors;
  const range = { start: storable(start.value ?? EVER.start), end: storable(end.value ?? EVER.end) };
  for (const matchers of selectors.value) {
    const asked = { tenant: tenant.value, matchers, ...range, limits: { maxSamples } };
    const series = await storedSeries(asked, runner);
    if (!series.ok) return err(promFailure(series.error));
    const fingerprints = series.value.map(({ fingerprint }) => fingerprint);
    const done = await deleteSamples(engine, { tenant: tenant.value, fingerprints, ...range });
    if (!done.ok) return err(ofQuery(queryFailureOf(done.error)));
  }
  return ok(undefined);
}
