import { err, ok, type DurationMs, type Result } from '@bongsu/model';
import { failure, type Failure } from '../../../errors/failure.js';
import { executorOf } from '../../executor-header.js';
import type { Read } from '../../read-route.js';
import { durationParam } from '../prometheus-params.js';

/** What instant and range queries have in common. */
export interface QueryParams {
  readonly query: string;
  readonly lookback: { readonly lookback?: DurationMs };
  /** Which statistics are asked for: '' for none. */
  readonly stats: string;
  readonly executor: 'memory' | 'auto';
  readonly signal: AbortSignal;
}

/** `maxTime` bounds `timeout`. */
export function queryParams({ params, request, signal }: Read, maxTime: DurationMs): Result<QueryParams, Failure> {
  const timeout = durationParam(params, 'timeout');
  if (!timeout.ok) return timeout;
  const lookback = params.get('lookback_delta') === '' ? ok(undefined) : durationParam(params, 'lookback_delta');
  if (!lookback.ok) {
    const reason = lookback.error.message.replace(/^invalid parameter "lookback_delta": /, '');
    return err(failure('bad_parameter', `error parsing lookback delta duration: ${reason}`));
  }
  const time = Math.max(0, Math.min(timeout.value ?? maxTime, maxTime));
  return ok({
    query: params.get('query') ?? '',
    // Zero stands for the default, as in Prometheus.
    lookback: lookback.value === undefined || lookback.value <= 0 ? {} : { lookback: lookback.value },
    stats: params.get('stats') ?? '',
    executor: executorOf(request),
    signal: AbortSignal.any([signal, timeoutAfter(time)]),
  });
}

/** A timer of 0 fires later than a query may be answered. */
const timeoutAfter = (time: number): AbortSignal =>
  time === 0 ? AbortSignal.abort(new DOMException('no time is given', 'TimeoutError')) : AbortSignal.timeout(time);
