import type { MetricQuery, Query, Selector } from './ast.js';

/** Things an answer should say about a query that has a meaning all the same. */
export const warningsOf = (query: Query): string[] => [
  ...new Set(selectorsOf(query).flatMap(({ matchers }) => matchers.flatMap(dottedName))),
];

const dottedName = ({ dotted, name }: Selector['matchers'][number]): string[] =>
  dotted === undefined ? [] : [`label name ${dotted} was read as ${name}: Loki label names have no dots`];

function selectorsOf(query: Query): Selector[] {
  return query.kind === 'log-query' ? [query.selector] : rangesOf(query);
}

function rangesOf(query: MetricQuery): Selector[] {
  switch (query.kind) {
    case 'number':
    case 'vector':
      return [];
    case 'range-aggregation':
      return [query.logs.query.selector];
    case 'vector-aggregation':
    case 'label-replace':
      return rangesOf(query.inner);
    case 'binary':
      return [...rangesOf(query.left), ...rangesOf(query.right)];
  }
}
