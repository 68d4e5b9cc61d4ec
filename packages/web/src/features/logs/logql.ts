import { quoted } from '../charts/promql.js';

export type FilterMode = 'contains' | 'regex';

export interface LineFilter {
  readonly text: string;
  readonly mode: FilterMode;
}

/** Lines of a service, filtered on the server: `|=` for text, `|~` for an RE2 pattern. */
export function serviceLinesQuery(service: string, filter: LineFilter): string {
  const selector = `{service_name=${quoted(service)}}`;
  if (filter.text === '') return selector;
  return `${selector} ${filter.mode === 'regex' ? '|~' : '|='} ${quoted(filter.text)}`;
}

/** @param traceId hex digits. */
export function traceLinesQuery(traceId: string): string {
  return `{trace_id=${quoted(traceId)}}`;
}
