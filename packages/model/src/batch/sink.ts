import type { Result } from '../result.js';
import type { DurationMs } from '../time.js';
import type { Batch, Rejection } from './batch.js';

/** Stored and on disk. `rejected` are records refused at insertion, e.g. a delta older than its series. */
export interface Committed {
  readonly rejected: readonly Rejection[];
}

/**
 * Why a batch was not taken. Nothing of it is stored for `overloaded` and `stopping`;
 * for `failed` the sender must send again. All are retryable after `retryAfter`.
 */
export interface InsertRefused {
  readonly kind: 'overloaded' | 'stopping' | 'failed';
  readonly message: string;
  readonly retryAfter: DurationMs;
}

/** Where decoded telemetry goes. Resolves with `ok` only when the batch is in the engine and on disk. */
export interface TelemetrySink {
  append(batch: Batch): Promise<Result<Committed, InsertRefused>>;
}
