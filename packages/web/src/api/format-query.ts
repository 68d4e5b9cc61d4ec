import { getJson } from './http.js';
import { asRecord, asText } from './json.js';

const paths = { logql: '/loki/api/v1/format_query', promql: '/api/v1/format_query' } as const;

export type FormattedLanguage = keyof typeof paths;

/** GET loki/api/v1/format_query or api/v1/format_query: the query laid out. @throws ApiError with the place of a fault. */
export async function formatQuery(language: FormattedLanguage, query: string, signal?: AbortSignal): Promise<string> {
  const body = await getJson({ path: paths[language], params: { query }, signal });
  return asText(asRecord(body)['data']) ?? query;
}
