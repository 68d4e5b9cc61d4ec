import type { LogqlError } from '@bongsu/query/logql';
import { failure, ofQuery, type Failure } from '../../errors/failure.js';

/** Grafana splits and tries again when it reads "timed out". */
const TIMED_OUT =
  'request timed out, decrease the duration of the request or add more label matchers (prefer exact match over regex match) to reduce the amount of data processed';

/** A LogQL failure in the terms of the registry, in Loki's words. */
export function lokiFailure({ kind, message }: LogqlError): Failure {
  switch (kind) {
    case 'parse':
    case 'unsupported':
    case 'pipeline':
    case 'limit':
      return failure('bad_query', message);
    case 'execution':
      return failure('evaluation', message);
    case 'timeout':
      return failure('query_timeout', TIMED_OUT);
    case 'cancelled':
      return failure('cancelled', 'the request was cancelled by the client');
    default:
      return ofQuery({ kind, message });
  }
}
