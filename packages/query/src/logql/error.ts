import type { Result } from '@bongsu/model';
import { err } from '@bongsu/model';
import type { ParseError, QueryFailure, SourceRange } from '../lang/index.js';
import { faultText, type SyntaxFault } from './syntax/index.js';

/**
 * Why a LogQL request has no answer. `parse` and `unsupported` are the client's; `pipeline` is a line that failed in a
 * metric query; `execution` is what the data does not allow, such as an ambiguous match; the others as `QueryFailure`.
 */
export interface LogqlError {
  readonly kind: 'parse' | 'unsupported' | 'pipeline' | 'execution' | QueryFailure['kind'];
  /** Complete, as an API shows it. */
  readonly message: string;
  /** Where in the query's text, for `parse` and `unsupported`. */
  readonly range?: SourceRange;
}

export function refused(text: string, fault: SyntaxFault): Result<never, LogqlError> {
  return err({ kind: 'parse', message: faultText(text, fault), range: fault.range });
}

/** What Loki would answer and Bongsu does not yet. */
export function unsupported(text: string, { message, range }: ParseError): Result<never, LogqlError> {
  return err({ kind: 'unsupported', message: faultText(text, { kind: 'parse', message, range }), range });
}
