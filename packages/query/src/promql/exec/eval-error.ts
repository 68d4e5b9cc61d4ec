import type { ParseError, QueryFailure } from '../../lang/index.js';

/** Why a request has no answer, in the words and classes of Prometheus' API. */
export interface PromError {
  readonly type: 'bad_data' | 'execution' | 'canceled' | 'timeout' | 'internal';
  readonly message: string;
  /** The request parameter at fault; the API puts `invalid parameter "query": ` before the message. */
  readonly param?: 'query' | 'match[]' | 'start' | 'end' | 'step' | 'time';
  /** Where in the query, if the text is at fault. */
  readonly range?: ParseError['range'];
}

/** Ends an evaluation. Thrown inside the evaluator, caught at the entries of the language. */
export class EvalError extends Error {
  constructor(readonly error: PromError) {
    super(error.message);
  }
}

/** Ends an evaluation because the data does not allow it (HTTP 422). */
export function failExecution(message: string): never {
  throw new EvalError({ type: 'execution', message });
}

/** Prometheus' words for how far a query had come. */
const EXECUTION = 'query execution';

export const timedOut = (): PromError => ({ type: 'timeout', message: 'query timed out in expression evaluation' });
export const canceled = (): PromError => ({ type: 'canceled', message: 'query was canceled in expression evaluation' });
export const tooManySamples = (): PromError => ({
  type: 'execution',
  message: `query processing would load too many samples into memory in ${EXECUTION}`,
});

/** The request ended by its signal: a time limit is a timeout, anything else a client that went away. */
export function abortError(signal: AbortSignal): PromError {
  const reason: unknown = signal.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? timedOut() : canceled();
}

export function failureError(failure: QueryFailure, signal: AbortSignal | undefined): PromError {
  switch (failure.kind) {
    case 'timeout':
      return timedOut();
    case 'cancelled':
      return signal?.aborted ? abortError(signal) : canceled();
    case 'memory':
    case 'limit':
      return { type: 'execution', message: failure.message };
    case 'unavailable':
    case 'internal':
      return { type: 'internal', message: failure.message };
  }
}
