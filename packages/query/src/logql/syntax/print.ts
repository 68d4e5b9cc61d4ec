import { sortedPairs, type Labels } from '@bongsu/model';
import { quoteGoString, type Matcher } from '../../lang/index.js';
import type { LineFilter, Query, Selector } from './ast.js';

/** The canonical text of a query: `parseQuery` reads it back as the same query. */
export function printQuery(query: Query): string {
  return [printSelector(query.selector), ...query.stages.map(printLineFilter)].join(' ');
}

export function printSelector(selector: Selector): string {
  return `{${selector.matchers.map(printMatcher).join(', ')}}`;
}

export const printMatcher = (matcher: Matcher): string => `${matcher.name}${matcher.op}${quoteGoString(matcher.value)}`;

export function printLineFilter(filter: LineFilter): string {
  return `${filter.op} ${filter.values.map(quoteGoString).join(' or ')}`;
}

/** A stream's labels as Loki writes them, `{a="b", c="d"}`; streams of an answer are sorted by this text. */
export function printLabels(labels: Labels): string {
  return `{${sortedPairs(labels)
    .map(([name, value]) => `${name}=${quoteGoString(value)}`)
    .join(', ')}}`;
}
