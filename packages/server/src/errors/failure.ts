import { durationMs, type DurationMs } from '@bongsu/model';
import type { QueryFailure } from '@bongsu/query/lang';
import { ERRORS, type ErrorCode } from './registry.js';

/** An expected failure on its way to a client; each API family writes it in its own form. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** Only for codes that may be tried again. */
  readonly retryAfter?: DurationMs;
}

export function failure(code: ErrorCode, message: string, retryAfter?: DurationMs): Failure {
  if (retryAfter !== undefined) return { code, message, retryAfter };
  // One second: long enough for a commit or a restart to pass, short enough for an SDK's queue.
  return ERRORS[code].retryable ? { code, message, retryAfter: durationMs(1000) } : { code, message };
}

const QUERY_CODES: Readonly<Record<QueryFailure['kind'], ErrorCode>> = {
  timeout: 'query_timeout',
  memory: 'query_memory',
  cancelled: 'cancelled',
  unavailable: 'unavailable',
  limit: 'execution',
  internal: 'internal',
};

/** What the database said, in the terms of the registry. */
export function ofQuery(failed: QueryFailure): Failure {
  return failure(QUERY_CODES[failed.kind], failed.message);
}

/** Whole seconds, at least 1: RFC 9110 knows no fractions. */
export function retryAfterSeconds(retryAfter: DurationMs): string {
  return String(Math.max(1, Math.ceil(retryAfter / 1000)));
}
