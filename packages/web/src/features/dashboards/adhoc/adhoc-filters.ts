import { type SourceKind } from '../model/dashboard.js';
import { type Scope } from '../variables/scope.js';
import { withLogqlFilters, withPromqlFilters } from './matchers.js';

/** A query with the ad hoc filters of the dashboard for its kind of data source. Traces have none. */
export function withAdhocFilters(query: string, kind: SourceKind, scope: Scope): string {
  const filters = [...scope.values()].flatMap(({ adhoc }) => (adhoc?.kind === kind ? adhoc.filters : []));
  if (filters.length === 0 || kind === 'tempo') return query;
  return kind === 'loki' ? withLogqlFilters(query, filters) : withPromqlFilters(query, filters);
}
