import { ApiError, getJson } from './http.js';

/** GET api/v1/format_query: whether the server can parse a query. Nothing is evaluated. */
export async function parses(query: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await getJson({ path: '/api/v1/format_query', params: { query }, signal });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return false;
    throw error;
  }
}
