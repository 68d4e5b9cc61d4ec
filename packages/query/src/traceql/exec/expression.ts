import type { ArithmeticOp, Binary, FieldExpr, OrderOp } from '../syntax/index.js';
import { arithmetic, negate } from './arithmetic.js';
import { fieldReader, type Reader } from './field.js';
import type { TraceSpan } from './trace-span.js';
import { boolOf, compareValues, isTrue, NIL, regexTest, single } from './value.js';

/** Compiles a checked expression. */
export function expressionReader(expr: FieldExpr): Reader {
  switch (expr.kind) {
    case 'static': {
      const { literal } = expr;
      if (literal.type === 'text') throw new Error('BUG: a legacy text stands alone');
      return () => literal;
    }
    case 'intrinsic':
    case 'attribute':
      return fieldReader(expr);
    case 'unary': {
      const inner = expressionReader(expr.expr);
      if (expr.op === '-') return (span) => negate(inner(span));
      return (span) => {
        const value = single(inner(span));
        return value.type === 'bool' ? boolOf(!value.value) : NIL;
      };
    }
    case 'binary':
      return binaryReader(expr);
  }
}

export type SpanTest = (span: TraceSpan) => boolean;

/** Whether the expression is true for a span. */
export function expressionTest(expr: FieldExpr): SpanTest {
  const read = expressionReader(expr);
  return (span) => isTrue(single(read(span)));
}

function binaryReader(expr: Binary): Reader {
  const { op, left, right } = expr;
  switch (op) {
    case '&&':
    case '||': {
      const [l, r] = [expressionTest(left), expressionTest(right)];
      return op === '&&' ? (span) => boolOf(l(span) && r(span)) : (span) => boolOf(l(span) || r(span));
    }
    case '=~':
    case '!~': {
      const read = expressionReader(left);
      if (right.kind !== 'static' || right.literal.type !== 'string') throw new Error('BUG: pattern not checked');
      const test = regexTest(op, right.literal.value);
      return (span) => boolOf(test(read(span)));
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return arithmeticReader(left, op, right);
    default:
      return comparisonReader(left, op, right);
  }
}

function arithmeticReader(left: FieldExpr, op: ArithmeticOp, right: FieldExpr): Reader {
  const [l, r] = [expressionReader(left), expressionReader(right)];
  return (span) => arithmetic(l(span), op, r(span));
}

const isNil = (expr: FieldExpr): boolean => expr.kind === 'static' && expr.literal.type === 'nil';

/** `= nil` asks for absence, `!= nil` for presence; any other comparison with what is missing is false. */
function comparisonReader(left: FieldExpr, op: OrderOp, right: FieldExpr): Reader {
  if (isNil(left) || isNil(right)) {
    if (isNil(left) && isNil(right)) return () => boolOf(false);
    const read = expressionReader(isNil(left) ? right : left);
    return (span) => boolOf((read(span).type === 'nil') === (op === '='));
  }
  if (right.kind === 'static' && right.literal.type === 'text') return legacyTagReader(left, right.literal.value);
  const l = expressionReader(left);
  const r = expressionReader(right);
  return (span) => boolOf(compareValues(l(span), op, r(span)));
}

/** A legacy tag equals the text of the span's attribute, or else its resource's, of whatever type. */
function legacyTagReader(field: FieldExpr, text: string): Reader {
  if (field.kind !== 'attribute') throw new Error('BUG: a legacy tag is an attribute');
  const { name } = field;
  return ({ attributes, resource, service }) => {
    const own = attributes.find((a) => a.key === name);
    const found =
      own ?? (name === 'service.name' ? { value: service } : resource?.attributes.find((a) => a.key === name));
    return boolOf(found?.value === text);
  };
}
