import { quoteGoString } from '../../lang/index.js';
import type { Comparison, Condition, Field, Literal, Query } from './ast.js';
import { writeAttributeName } from './attribute-name.js';
import { formatDurationNs } from './duration.js';
import { KIND_NAMES, STATUS_NAMES } from './fields.js';

/** The canonical text of a query: `parseQuery` reads it back as the same query. */
export function printQuery(query: Query): string {
  return query.condition === undefined ? '{ }' : `{ ${printCondition(query.condition)} }`;
}

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'comparison':
      return printComparison(condition);
    case 'constant':
      return String(condition.value);
    case 'logical': {
      const right = printCondition(condition.right);
      // Operators bind to the left: only a right side needs parentheses.
      const grouped = condition.right.kind === 'logical' ? `(${right})` : right;
      return `${printCondition(condition.left)} ${condition.op} ${grouped}`;
    }
  }
}

export const printComparison = ({ field, op, literal }: Comparison): string =>
  `${printField(field)} ${op} ${printLiteral(literal)}`;

export function printField(field: Field): string {
  if (field.kind === 'intrinsic') return field.name;
  return `${field.scope === 'any' ? '' : field.scope}.${writeAttributeName(field.name)}`;
}

export function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'string':
    case 'text':
      return quoteGoString(literal.value);
    case 'int':
    case 'bool':
      return String(literal.value);
    case 'float':
      return floatText(literal.value);
    case 'duration':
      return literal.value < 0n ? `-${formatDurationNs(-literal.value)}` : formatDurationNs(literal.value);
    case 'status':
      return STATUS_NAMES[literal.value]!;
    case 'kind':
      return KIND_NAMES[literal.value]!;
    case 'nil':
      return 'nil';
  }
}

/** Keeps a point or exponent, so that it stays a float. */
function floatText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
