import { ROOT_CONTEXT, context } from '@opentelemetry/api';
import type { Logger } from 'pino';

/**
 * Runs `job` every `seconds` outside of any request's trace until the returned function is called. A run that throws is
 * logged, and the next one comes all the same.
 */
export function runEvery(seconds: number, logger: Logger, job: () => Promise<void>): () => void {
  let busy = false;
  const timer = setInterval(() => {
    // A run longer than the interval is not joined by a second one.
    if (busy) return;
    busy = true;
    context
      .with(ROOT_CONTEXT, job)
      .catch((error: unknown) => logger.error({ err: error }, `background job failed: ${String(error)}`))
      .finally(() => {
        busy = false;
      });
  }, seconds * 1000);
  return () => clearInterval(timer);
}
