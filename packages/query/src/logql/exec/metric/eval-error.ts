import type { QueryFailure } from '../../../lang/index.js';
import type { LogqlError } from '../../error.js';

/** Ends an evaluation. Thrown inside the evaluator, caught at the entries of the language. */
export class EvalError extends Error {
  constructor(readonly error: LogqlError) {
    super(error.message);
  }
}

/** Ends an evaluation because the data does not allow it. */
export function failExecution(message: string): never {
  throw new EvalError({ kind: 'execution', message });
}

/** The request ended by its signal: a time limit is a timeout, anything else a client that went away. */
export function abortError(signal: AbortSignal): QueryFailure {
  const reason: unknown = signal.reason;
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError';
  return timedOut
    ? { kind: 'timeout', message: 'the query ran out of time' }
    : { kind: 'cancelled', message: 'the query was cancelled' };
}
