import type { FastifyInstance, FastifyRequest } from 'fastify';
import { compress } from 'snappy';
import { err, millis, ok, type Result, type Tenant } from '@bongsu/model';
import { compileAnchored } from '@bongsu/query/lang';
import { storedSamples } from '@bongsu/query/promql';
import { decodeReadRequest, encodeReadResponse, type ReadQuery, type ReadSeries } from '@bongsu/wire/remote-read';
import { failure, type Failure } from '../../../errors/failure.js';
import { readBody, type BodyLimits } from '../../body.js';
import { PROMETHEUS, tenantOf } from '../../family.js';
import { refuseOtherMethods } from '../../method-not-allowed.js';
import { unsnappyBody } from '../../snappy-body.js';
import { promFailure } from '../prom-failure.js';
import type { PrometheusOptions } from '../prometheus-options.js';

const PATH = '/api/v1/read';

/** Remote read, answered with SAMPLES: https://prometheus.io/docs/prometheus/latest/querying/remote_read_api/ */
export function remoteReadRoute(app: FastifyInstance, body: BodyLimits, options: PrometheusOptions): void {
  refuseOtherMethods(app, PATH, ['POST']);
  app.post(PATH, async (request, reply) => {
    const hangUp = new AbortController();
    reply.raw.once('close', () => hangUp.abort());
    const answer = await answerTo(request, body, options, hangUp.signal);
    if (!answer.ok) return PROMETHEUS.sendFailure(reply, answer.error);
    return reply
      .header('content-type', 'application/x-protobuf')
      .header('content-encoding', 'snappy')
      .send(await compress(answer.value));
  });
}

async function answerTo(
  request: FastifyRequest,
  limits: BodyLimits,
  options: PrometheusOptions,
  signal: AbortSignal,
): Promise<Result<Uint8Array, Failure>> {
  const tenant = tenantOf(request);
  if (!tenant.ok) return tenant;
  const queries = await queriesOf(request, limits);
  if (!queries.ok) return queries;
  const timed = AbortSignal.any([signal, AbortSignal.timeout(options.maxTime)]);
  const results: (readonly ReadSeries[])[] = [];
  for (const query of queries.value) {
    const series = await run(query, tenant.value, options, timed);
    if (!series.ok) return series;
    results.push(series.value);
  }
  return ok(encodeReadResponse(results));
}

async function queriesOf(request: FastifyRequest, limits: BodyLimits): Promise<Result<readonly ReadQuery[], Failure>> {
  const share = limits.inFlight.open();
  try {
    const block = await readBody(request.raw, limits, share);
    if (!block.ok) return block;
    const body = await unsnappyBody(block.value, limits, share);
    if (!body.ok) return body;
    const queries = decodeReadRequest(body.value);
    return queries.ok ? queries : err(failure('malformed_body', queries.error));
  } finally {
    share.release();
  }
}

async function run(
  { start, end, matchers }: ReadQuery,
  tenant: Tenant,
  { runner, maxSamples }: PrometheusOptions,
  signal: AbortSignal,
): Promise<Result<readonly ReadSeries[], Failure>> {
  for (const { op, value } of matchers) {
    const pattern = op === '=~' || op === '!~' ? compileAnchored(value) : undefined;
    if (pattern?.ok === false) return err(failure('bad_query', pattern.error));
  }
  const request = { tenant, matchers, start: millis(start), end: millis(end), limits: { maxSamples } };
  const found = await storedSamples(request, runner, signal);
  if (!found.ok) return err(promFailure(found.error));
  return ok(
    found.value.map(({ labels, times, values, histograms, stale }) => ({
      labels: labels.entries(),
      times,
      values,
      ...(histograms === undefined ? {} : { histograms }),
      ...(stale === undefined ? {} : { stale }),
    })),
  );
}
