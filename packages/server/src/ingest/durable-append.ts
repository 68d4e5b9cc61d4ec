import { err, type Batch, type Clock, type Committed, type Result, type TelemetrySink } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import type { SelfMetrics } from '../self/self-metrics.js';

export interface DurableAppendOptions {
  readonly sink: TelemetrySink;
  readonly clock: Clock;
  readonly metrics: SelfMetrics;
}

/** Appends, measures how long the disk took, and says a refusal in the terms of the registry. */
export async function appendDurably(
  { sink, clock, metrics }: DurableAppendOptions,
  batch: Batch,
): Promise<Result<Committed, Failure>> {
  const started = clock.monotonic();
  const committed = await sink.append(batch);
  metrics.ackSeconds.observe((clock.monotonic() - started) / 1000, batch.signal);
  if (committed.ok) return committed;
  const { kind, message, retryAfter } = committed.error;
  return err(failure(kind === 'overloaded' ? 'overloaded' : 'unavailable', message, retryAfter));
}
