import { err, nanos, ok, type Result } from '@bongsu/model';
import { queryMetricsInstant, queryMetricsRange, type MetricsRequest } from '@bongsu/query/traceql';
import { decodeMetricsRequest } from '@bongsu/wire/tempopb';
import { failure, type Failure } from '../../errors/failure.js';
import { instantJson, rangeJson } from '../../http/tempo/metrics-json.js';
import { tempoFailure } from '../../http/tempo/tempo-failure.js';
import type { TempoOptions } from '../../http/tempo/tempo-options.js';
import type { TempoCall, TempoHandler } from './tempo-call.js';

const HOUR_NS = 3_600_000_000_000n;

/** `MetricsQueryRange`: the whole answer at once, in messages that clients can take. */
export const answerMetricsRange: TempoHandler = async (call, options) => {
  const request = requestOf(call, options);
  if (!request.ok) return request;
  const found = await queryMetricsRange(request.value, options.runner, call.signal);
  if (!found.ok) return err(tempoFailure(found.error));
  call.send('queryRange', JSON.parse(rangeJson(found.value)) as Readonly<Record<string, unknown>>);
  return ok(undefined);
};

/** `MetricsQueryInstant` */
export const answerMetricsInstant: TempoHandler = async (call, options) => {
  const request = requestOf(call, options);
  if (!request.ok) return request;
  const found = await queryMetricsInstant(request.value, options.runner, call.signal);
  if (!found.ok) return err(tempoFailure(found.error));
  call.send('queryInstant', instantJson(found.value));
  return ok(undefined);
};

function requestOf({ tenant, body }: TempoCall, { clock, maxSpans }: TempoOptions): Result<MetricsRequest, Failure> {
  const asked = decodeMetricsRequest(body);
  if (!asked.ok) return err(failure('malformed_body', asked.error));
  const { query, step, exemplars, maxSeries } = asked.value;
  const end = nanos(asked.value.end === 0n ? clock.nowNanos() : asked.value.end);
  const start = nanos(asked.value.start === 0n ? end - HOUR_NS : asked.value.start);
  if (end <= start) return err(failure('bad_parameter', 'end must be greater than start'));
  return ok({
    tenant,
    q: query,
    start,
    end,
    ...(step === 0n ? {} : { step }),
    exemplars,
    maxSeries,
    maxTraceSpans: maxSpans,
  });
}
