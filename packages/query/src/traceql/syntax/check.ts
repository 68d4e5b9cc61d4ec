import { compileAnchored } from '../../lang/index.js';
import type { Comparison, Condition, Literal, Query, SyntaxFault } from './ast.js';
import { printComparison } from './print.js';

/** What is wrong with the meaning of a parsed query; `undefined` when nothing is. */
export function checkQuery(query: Query): SyntaxFault | undefined {
  return query.condition && checkCondition(query.condition);
}

function checkCondition(condition: Condition): SyntaxFault | undefined {
  switch (condition.kind) {
    case 'constant':
      return undefined;
    case 'logical':
      return checkCondition(condition.left) ?? checkCondition(condition.right);
    case 'comparison': {
      const message = problemOf(condition);
      return message === undefined ? undefined : { kind: 'check', message, range: condition.range };
    }
  }
}

type Type = 'string' | 'number' | 'bool' | 'status' | 'kind' | 'nil' | 'attribute';

const OF_FIELD = {
  name: 'string',
  statusMessage: 'string',
  duration: 'number',
  status: 'status',
  kind: 'kind',
} as const;

/** int, float and duration compare with each other. */
function typeOf(literal: Literal): Type {
  switch (literal.type) {
    case 'int':
    case 'float':
    case 'duration':
      return 'number';
    case 'text':
      return 'string';
    default:
      return literal.type;
  }
}

const EQUALITY: readonly string[] = ['=', '!='];
const ORDER: readonly string[] = [...EQUALITY, '<', '<=', '>', '>='];
const TEXT: readonly string[] = [...ORDER, '=~', '!~'];

const OPERATORS: Readonly<Record<Type, readonly string[]>> = {
  string: TEXT,
  number: ORDER,
  bool: EQUALITY,
  status: EQUALITY,
  kind: EQUALITY,
  nil: EQUALITY,
  attribute: TEXT,
};

function problemOf(comparison: Comparison): string | undefined {
  const { field, op, literal } = comparison;
  const left: Type = field.kind === 'intrinsic' ? OF_FIELD[field.name] : 'attribute';
  const right = typeOf(literal);
  if (right === 'nil') {
    const always = field.kind === 'intrinsic' || (field.scope === 'resource' && field.name === 'service.name');
    if (always) return `a value that every span has cannot be compared with nil: ${printComparison(comparison)}`;
  } else if (left !== 'attribute' && left !== right) {
    return `binary operations must operate on the same type: ${printComparison(comparison)}`;
  }
  if (!OPERATORS[left].includes(op) || !OPERATORS[right].includes(op)) {
    return `illegal operation for the given types: ${printComparison(comparison)}`;
  }
  if ((op === '=~' || op === '!~') && literal.type === 'string') {
    const re = compileAnchored(literal.value);
    if (!re.ok) return `invalid regex: ${re.error}`;
  }
  return undefined;
}
