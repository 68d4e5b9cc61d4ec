import { sortedPairs, type Labels } from '@bongsu/model';
import { quoteGoString, type Matcher } from '../../lang/index.js';
import type { LineFilter, LineFilterValue, Query, Selector } from './ast.js';

/** The canonical text of a query: `parseQuery` reads it back as the same query. */
export function printQuery(query: Query): string {
  if (query.kind !== 'log-query') throw new Error('BUG: the parser gives no metric query yet');
  const filters = query.stages.filter((stage) => stage.kind === 'line-filter');
  return [printSelector(query.selector), ...filters.map(printLineFilter)].join(' ');
}

export function printSelector(selector: Selector): string {
  return `{${selector.matchers.map(printMatcher).join(', ')}}`;
}

export const printMatcher = (matcher: Matcher): string => `${matcher.name}${matcher.op}${quoteGoString(matcher.value)}`;

export function printLineFilter(filter: LineFilter): string {
  return `${filter.op} ${filter.values.map(printFilterValue).join(' or ')}`;
}

const printFilterValue = ({ kind, value }: LineFilterValue): string =>
  kind === 'ip' ? `ip(${quoteGoString(value)})` : quoteGoString(value);

/** A stream's labels as Loki writes them, `{a="b", c="d"}`; streams of an answer are sorted by this text. */
export function printLabels(labels: Labels): string {
  return `{${sortedPairs(labels)
    .map(([name, value]) => `${name}=${quoteGoString(value)}`)
    .join(', ')}}`;
}
