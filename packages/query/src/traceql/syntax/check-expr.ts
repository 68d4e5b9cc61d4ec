import { compileAnchored, type SourceRange } from '../../lang/index.js';
import type { BinaryOp, Field, FieldExpr, SyntaxFault } from './ast.js';
import { INTRINSIC_TYPES, type ImpliedType } from './fields.js';
import { printExpr } from './print.js';

export const problem = (range: SourceRange, message: string): SyntaxFault => ({ kind: 'check', message, range });

export const unsupported = (range: SourceRange, what: string): SyntaxFault => ({
  kind: 'unsupported',
  message: `${what} not yet supported`,
  range,
});

const BOOLEAN_OPS: readonly string[] = ['&&', '||', '=', '!=', '<', '<=', '>', '>=', '=~', '!~'];
const EQUALITY: readonly string[] = ['=', '!='];
const ORDER: readonly string[] = [...EQUALITY, '<', '<=', '>', '>='];
const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%', '^'];

const OPERATORS: Readonly<Record<ImpliedType, readonly string[]>> = {
  string: [...ORDER, '=~', '!~'],
  int: [...ORDER, ...ARITHMETIC],
  float: [...ORDER, ...ARITHMETIC],
  duration: [...ORDER, ...ARITHMETIC],
  bool: [...EQUALITY, '&&', '||'],
  status: EQUALITY,
  kind: EQUALITY,
  nil: EQUALITY,
  attribute: [...ORDER, ...ARITHMETIC, '=~', '!~', '&&', '||'],
};

const NUMERIC: readonly ImpliedType[] = ['int', 'float', 'duration'];
export const isNumeric = (type: ImpliedType): boolean => NUMERIC.includes(type);

/** Types that one operator may have on its sides. */
export const matching = (left: ImpliedType, right: ImpliedType): boolean =>
  left === right || left === 'attribute' || right === 'attribute' || (isNumeric(left) && isNumeric(right));

export const allows = (op: BinaryOp, ...types: readonly ImpliedType[]): boolean =>
  types.every((type) => OPERATORS[type].includes(op));

/** The type of an expression as far as it shows without a span. */
export function impliedType(expr: FieldExpr): ImpliedType {
  switch (expr.kind) {
    case 'static':
      return expr.literal.type === 'text' ? 'string' : expr.literal.type;
    case 'intrinsic':
      return INTRINSIC_TYPES[expr.name];
    case 'attribute':
      return 'attribute';
    case 'unary':
      return impliedType(expr.expr);
    case 'binary': {
      if (BOOLEAN_OPS.includes(expr.op)) return 'bool';
      const left = impliedType(expr.left);
      return left === 'attribute' ? impliedType(expr.right) : left;
    }
  }
}

/** Whether the value can differ between spans. */
export function referencesSpan(expr: FieldExpr): boolean {
  switch (expr.kind) {
    case 'static':
      return false;
    case 'unary':
      return referencesSpan(expr.expr);
    case 'binary':
      return referencesSpan(expr.left) || referencesSpan(expr.right);
    default:
      return true;
  }
}

/** What is wrong with the meaning of a field expression; `undefined` when nothing is. */
export function checkExpr(expr: FieldExpr): SyntaxFault | undefined {
  switch (expr.kind) {
    case 'static':
      return undefined;
    case 'intrinsic':
    case 'attribute':
      return checkField(expr);
    case 'unary': {
      const inner = checkExpr(expr.expr);
      if (inner) return inner;
      const type = impliedType(expr.expr);
      const fits = type === 'attribute' || (expr.op === '!' ? type === 'bool' : isNumeric(type));
      return fits ? undefined : problem(expr.range, `illegal operation for the given type: ${printExpr(expr)}`);
    }
    case 'binary':
      return checkExpr(expr.left) ?? checkExpr(expr.right) ?? checkBinary(expr);
  }
}

export function checkField(field: Field): SyntaxFault | undefined {
  if (field.kind === 'attribute') return field.parent ? unsupported(field.range, 'parent') : undefined;
  return field.name === 'parent' ? unsupported(field.range, 'intrinsic (parent)') : undefined;
}

/** Why the value cannot be absent; `undefined` where it can be. Every span has a service name: it is a column. */
function whyNeverNil(expr: FieldExpr): string | undefined {
  if (expr.kind === 'intrinsic') return 'intrinsics';
  return expr.kind === 'attribute' && expr.scope === 'resource' && expr.name === 'service.name'
    ? printExpr(expr)
    : undefined;
}

function checkBinary(expr: Extract<FieldExpr, { kind: 'binary' }>): SyntaxFault | undefined {
  const { op, left, right } = expr;
  const types = [impliedType(left), impliedType(right)] as const;
  if (types.includes('nil') && (op === '=' || op === '!=')) {
    const field = types[0] === 'nil' ? right : left;
    const never = op === '=' ? whyNeverNil(field) : undefined;
    return never === undefined
      ? undefined
      : problem(expr.range, `${printExpr(field)}=nil is not valid because ${never} cannot be nil`);
  }
  if (!matching(...types)) {
    return problem(expr.range, `binary operations must operate on the same type: ${printExpr(expr)}`);
  }
  if (!allows(op, ...types)) return problem(expr.range, `illegal operation for the given types: ${printExpr(expr)}`);
  if (op === '=~' || op === '!~') return checkRegex(expr.range, right);
  const divides = op === '/' || op === '%';
  if (divides && right.kind === 'static' && right.literal.type === 'int' && right.literal.value === 0n) {
    return problem(expr.range, `division by zero: ${printExpr(expr)}`);
  }
  return undefined;
}

function checkRegex(range: SourceRange, pattern: FieldExpr): SyntaxFault | undefined {
  if (pattern.kind !== 'static' || pattern.literal.type !== 'string') {
    return problem(range, `invalid type for =~ or !~: ${printExpr(pattern)}`);
  }
  const re = compileAnchored(pattern.literal.value);
  return re.ok ? undefined : problem(range, `invalid regex: ${printExpr(pattern)}`);
}
