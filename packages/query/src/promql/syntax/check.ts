import { compileAnchored } from '../../lang/index.js';
import {
  isComparison,
  isSetOp,
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  type VectorSelector,
} from './ast.js';
import { FUNCTIONS, TYPE_NAMES, type ValueType } from './functions.js';
import { goQuote } from './quote.js';
import { METRIC_NAME } from './parse-selector.js';
import { SyntaxFault } from './token-stream.js';

/** The type an expression has if it is well formed. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vector':
    case 'aggregate':
      return 'vector';
    case 'matrix':
    case 'subquery':
      return 'matrix';
    case 'paren':
    case 'unary':
      return typeOf(expr.expr);
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'vector';
    case 'call':
      return FUNCTIONS.get(expr.func)!.returns;
  }
}

/** Throws a `SyntaxFault` at the first expression of the wrong type, innermost first. Returns the type. */
export function checkExpr(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
    case 'string':
      break;
    case 'vector':
      checkSelector(expr);
      break;
    case 'matrix':
      checkSelector(expr.selector);
      break;
    case 'paren':
      return checkExpr(expr.expr);
    case 'subquery': {
      const type = checkExpr(expr.expr);
      if (type !== 'vector') fail(expr, `subquery is only allowed on instant vector, got ${type} instead`);
      break;
    }
    case 'unary': {
      const type = checkExpr(expr.expr);
      if (type !== 'scalar' && type !== 'vector') {
        const got = goQuote(TYPE_NAMES[type]);
        fail(expr, `unary expression only allowed on expressions of type scalar or instant vector, got ${got}`);
      }
      return type;
    }
    case 'binary':
      return checkBinary(expr);
    case 'aggregate':
      checkAggregate(expr);
      break;
    case 'call':
      checkCall(expr);
      break;
  }
  return typeOf(expr);
}

function fail(expr: Expr, message: string): never {
  throw new SyntaxFault(message, expr.pos);
}

function expectType(expr: Expr, want: ValueType, context: string): void {
  const type = checkExpr(expr);
  if (type !== want) fail(expr, `expected type ${TYPE_NAMES[want]} in ${context}, got ${TYPE_NAMES[type]}`);
}

function checkAggregate({ op, expr, param }: Aggregate): void {
  expectType(expr, 'vector', 'aggregation expression');
  if (param) expectType(param, op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
}

function checkBinary(expr: Binary): ValueType {
  const { op, left, right, bool, matching } = expr;
  const leftType = checkExpr(left);
  const rightType = checkExpr(right);
  const scalars = leftType === 'scalar' && rightType === 'scalar';
  const failAtOperator = (message: string): never => {
    throw new SyntaxFault(message, expr.opPos);
  };
  if (bool && !isComparison(op)) failAtOperator('bool modifier can only be used on comparison operators');
  if (scalars && isComparison(op) && !bool) failAtOperator('comparisons between scalars must use BOOL modifier');
  const both = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (both !== undefined) failAtOperator(`label ${goQuote(both)} must not occur in ON and GROUP clause at once`);
  for (const [side, type] of [
    [left, leftType],
    [right, rightType],
  ] as const) {
    if (type !== 'scalar' && type !== 'vector') {
      fail(side, 'binary expression must contain only scalar and instant vector types');
    }
  }
  if (leftType === 'scalar' || rightType === 'scalar') {
    if (matching.labels.length > 0) fail(expr, 'vector matching only allowed between instant vectors');
    if (matching.fill) fail(expr, 'filling in missing series only allowed between instant vectors');
    if (isSetOp(op)) fail(expr, `set operator ${goQuote(op)} not allowed in binary scalar expression`);
  } else if (isSetOp(op)) {
    if (matching.card !== 'one-to-one') fail(expr, `no grouping allowed for ${goQuote(op)} operation`);
    if (matching.fill) fail(expr, 'filling in missing series not allowed for set operators');
  }
  return scalars ? 'scalar' : 'vector';
}

function checkCall(call: Call): void {
  const { args: types, variadic } = FUNCTIONS.get(call.func)!;
  const { args } = call;
  const name = goQuote(call.func);
  if (variadic === 0) {
    if (args.length !== types.length) {
      fail(call, `expected ${types.length} argument(s) in call to ${name}, got ${args.length}`);
    }
  } else {
    const least = types.length - 1;
    if (args.length < least)
      fail(call, `expected at least ${least} argument(s) in call to ${name}, got ${args.length}`);
    if (variadic > 0 && args.length > least + variadic) {
      fail(call, `expected at most ${least + variadic} argument(s) in call to ${name}, got ${args.length}`);
    }
  }
  if (call.func === 'info' && args[1]) {
    checkInfoLabels(call, args[1]);
    expectType(args[0]!, 'vector', `call to function ${name}`);
    return;
  }
  args.forEach((arg, i) => expectType(arg, types[Math.min(i, types.length - 1)]!, `call to function ${name}`));
}

/** The second argument of `info` picks labels, not series: it may match anything but must not name a metric. */
function checkInfoLabels(call: Call, labels: Expr): void {
  const type = typeOf(labels);
  if (type !== 'vector') fail(call, `expected type instant vector in call to function "info", got ${TYPE_NAMES[type]}`);
  if (labels.kind !== 'vector') fail(labels, 'expected label selectors only');
  if (labels.name !== undefined) fail(labels, 'expected label selectors only, got vector selector instead');
}

/** A selector must say something about what it selects, so that a typing error does not select every series. */
export function checkSelector(selector: VectorSelector): void {
  const { name, matchers } = selector;
  if (name !== undefined) {
    const twice = matchers.slice(0, -1).find((m) => m.name === METRIC_NAME);
    if (twice) fail(selector, `metric name must not be set twice: ${goQuote(name)} or ${goQuote(twice.value)}`);
    return;
  }
  const matchesEmpty = matchers.every(({ op, value }) => {
    if (op === '=' || op === '!=') return (value === '') === (op === '=');
    const pattern = compileAnchored(value);
    return pattern.ok && pattern.value.matches('') === (op === '=~');
  });
  if (matchesEmpty) fail(selector, 'vector selector must contain at least one non-empty matcher');
}
