import type { PromError } from '@bongsu/query/promql';
import { failure, type Failure } from '../../errors/failure.js';
import type { ErrorCode } from '../../errors/registry.js';

const CODES: Readonly<Record<PromError['type'], ErrorCode>> = {
  bad_data: 'bad_query',
  execution: 'execution',
  canceled: 'cancelled',
  timeout: 'query_timeout',
  internal: 'internal',
};

/** What the language says of a query, in the terms of the registry. */
export function promFailure({ type, message, param }: PromError): Failure {
  return failure(CODES[type], param === undefined ? message : `invalid parameter ${JSON.stringify(param)}: ${message}`);
}
