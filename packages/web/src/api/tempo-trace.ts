import { getJson } from './http.js';

/**
 * GET api/v2/traces/{id}: the OTLP/JSON document of a trace, still unread (see features/trace/otlp.ts).
 * @param traceId 32 hex digits.
 * @throws ApiError with status 404 while no span of it has arrived.
 */
export async function fetchTrace(traceId: string, signal?: AbortSignal): Promise<unknown> {
  return getJson({ path: `/api/v2/traces/${encodeURIComponent(traceId)}`, signal });
}
