import { getStream } from './http.js';

/** @param traceId 32 hex digits. */
export const tracePath = (traceId: string): string => `/api/v2/traces/${encodeURIComponent(traceId)}`;

/**
 * GET api/v2/traces/{id}: the OTLP/JSON document of a trace as it comes, for the worker that reads it (see
 * features/trace/trace.worker.ts).
 * @param traceId 32 hex digits.
 * @throws ApiError with status 404 while no span of it has arrived.
 */
export async function fetchTrace(
  traceId: string,
  signal?: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  return getStream({ path: tracePath(traceId), signal });
}
