import { printField, visitQueryFields, type Query } from './syntax/index.js';

/** What a query says in a way that only Bongsu reads, so that it can be said for Tempo too. */
export function warningsOf(query: Query): string[] {
  const warnings = new Set<string>();
  visitQueryFields(query, (field) => {
    if (field.kind === 'attribute' && field.bare) {
      warnings.add(`${field.name} without scope is read as ${printField(field)}`);
    }
  });
  return [...warnings];
}
