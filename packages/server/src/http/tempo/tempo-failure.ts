import type { TraceqlError } from '@bongsu/query/traceql';
import { failure, ofQuery, type Failure } from '../../errors/failure.js';

/** A query's error in the terms of the registry: what the client can mend is a bad query. */
export function tempoFailure({ kind, message }: TraceqlError): Failure {
  return kind === 'parse' || kind === 'unsupported' ? failure('bad_query', message) : ofQuery({ kind, message });
}
