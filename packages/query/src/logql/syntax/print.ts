import { sortedPairs, type Labels } from '@bongsu/model';
import { quoteGoString } from '../../lang/index.js';
import type { Query } from './ast.js';
import { printLogQuery } from './print-log-query.js';
import { printMetric } from './print-metric.js';

/** The canonical text of a query, on one line: `parseQuery` reads it back as the same query. */
export const printQuery = (query: Query): string =>
  query.kind === 'log-query' ? printLogQuery(query) : printMetric(query);

/** A stream's labels as Loki writes them, `{a="b", c="d"}`; streams of an answer are sorted by this text. */
export function printLabels(labels: Labels): string {
  return `{${sortedPairs(labels)
    .map(([name, value]) => `${name}=${quoteGoString(value)}`)
    .join(', ')}}`;
}
