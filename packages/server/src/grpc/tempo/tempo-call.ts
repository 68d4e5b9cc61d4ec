import type { Result, Tenant } from '@bongsu/model';
import type { TempoAnswer } from '@bongsu/wire/tempopb';
import type { Failure } from '../../errors/failure.js';
import type { TempoOptions } from '../../http/tempo/tempo-options.js';

/** One call of a streaming method. */
export interface TempoCall {
  readonly tenant: Tenant;
  readonly body: Buffer;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
  /** Sends an answer, in as many messages as its size takes. */
  readonly send: (kind: TempoAnswer, answer: Readonly<Record<string, unknown>>) => void;
}

/** Answers by `send`; an error goes out as the status of the call. */
export type TempoHandler = (call: TempoCall, options: TempoOptions) => Promise<Result<void, Failure>>;
