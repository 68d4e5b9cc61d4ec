import type { AttributeScope, BinaryOp, Field, FieldExpr, Literal, Static } from './ast.js';
import { readAttributeName } from './attribute-name.js';
import type { Cursor } from './cursor.js';
import { INTRINSICS } from './fields.js';
import type { Token } from './lex.js';
import { parseStatic } from './parse-literal.js';

/** How tight an operator binds. `&&` and `||` are of one rank: `a || b && c` is `(a || b) && c`. */
const RANKS: Readonly<Record<BinaryOp, number>> = {
  '&&': 1,
  '||': 1,
  '=': 2,
  '!=': 2,
  '<': 2,
  '<=': 2,
  '>': 2,
  '>=': 2,
  '=~': 2,
  '!~': 2,
  '+': 3,
  '-': 3,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};
/** `!a + b` is `(!a) + b`, `!a * b` is `!(a * b)`; of `-` likewise: `-2 ^ 2` is `-(2 ^ 2)`. */
const SIGN_RANK = 4;

export const binaryRank = (op: string): number | undefined =>
  Object.hasOwn(RANKS, op) ? RANKS[op as BinaryOp] : undefined;

/** An expression of operators of at least `least` rank; all but `^` bind to the left. */
export function parseFieldExpr(cursor: Cursor, least = 1): FieldExpr {
  return parseOperators(cursor, parseOperand(cursor), least);
}

/** What follows the operand `left`. */
function parseOperators(cursor: Cursor, operand: FieldExpr, least: number): FieldExpr {
  let left = operand;
  for (;;) {
    const { token } = cursor;
    const rank = token.kind === 'operator' ? binaryRank(token.text) : undefined;
    if (rank === undefined || rank < least) return left;
    cursor.take();
    // Nothing binds to `nil`: `.a = nil % 2` is `(.a = nil) % 2`.
    const right =
      (cursor.isWord('nil') ? parseStatic(cursor) : undefined) ??
      cursor.nested(() => parseFieldExpr(cursor, token.text === '^' ? rank : rank + 1));
    const range = { start: left.range.start, end: cursor.before };
    const op = token.text as BinaryOp;
    // `nil = .a` is `.a = nil`, also in the names that answers show.
    const turned = isNil(left) && (op === '=' || op === '!=');
    const [one, other] = turned ? [right, left] : [left, right];
    left = { kind: 'binary', op, left: besideTraceId(one, other), right: besideTraceId(other, one), range };
  }
}

const isNil = (expr: FieldExpr): boolean => expr.kind === 'static' && expr.literal.type === 'nil';

/** A trace id has no zeros in front where it is compared, so a text beside one loses its own, as in Tempo. */
function besideTraceId(expr: FieldExpr, other: FieldExpr): FieldExpr {
  if (other.kind !== 'intrinsic' || (other.name !== 'trace:id' && other.name !== 'link:traceID')) return expr;
  if (expr.kind !== 'static' || expr.literal.type !== 'string') return expr;
  return { ...expr, literal: { ...expr.literal, value: expr.literal.value.replace(/^0+/, '') } };
}

function parseOperand(cursor: Cursor): FieldExpr {
  const first = cursor.token;
  cursor.countOperand();
  if (cursor.skip('(')) {
    const inner = cursor.nested(() => parseFieldExpr(cursor));
    cursor.expect(')');
    return inner;
  }
  if (cursor.skip('!')) {
    const expr = cursor.nested(() => parseFieldExpr(cursor, SIGN_RANK));
    return { kind: 'unary', op: '!', expr, range: { start: first.range.start, end: cursor.before } };
  }
  const signed = cursor.is('-');
  const { start } = signed ? cursor.following.range : first.range;
  const literal = parseStatic(cursor);
  if (literal && !signed) return literal;
  if (literal || cursor.skip('-')) {
    const expr = cursor.nested(() =>
      literal ? parseOperators(cursor, unsigned(literal, start), SIGN_RANK) : parseFieldExpr(cursor, SIGN_RANK),
    );
    const range = { start: first.range.start, end: cursor.before };
    const negated = expr.kind === 'static' ? negative(expr.literal) : undefined;
    return negated ? { kind: 'static', literal: negated, range } : { kind: 'unary', op: '-', expr, range };
  }
  const field = parseFieldToken(cursor);
  if (field) return field;
  return cursor.unexpected();
}

/** `a, b, ...)`: fields alone, no expressions of them. */
export function parseFieldList(cursor: Cursor): Field[] {
  const field = (): Field => parseFieldToken(cursor) ?? cursor.unexpected();
  const fields = [field()];
  while (cursor.skip(',')) fields.push(field());
  cursor.expect(')');
  return fields;
}

/** A number that was read with its sign, without it. */
const unsigned = ({ literal, range }: Static, start: number): Static => ({
  kind: 'static',
  literal: negative(literal) ?? literal,
  range: { start, end: range.end },
});

/** The number with the other sign; `undefined` for what is no number. */
function negative(literal: Literal): Literal | undefined {
  switch (literal.type) {
    case 'int':
    case 'duration':
      return { type: literal.type, value: BigInt.asIntN(64, -literal.value) };
    case 'float':
      return { type: 'float', value: -literal.value };
    default:
      return undefined;
  }
}

/** A field; `undefined`, and nothing taken, when there is none. */
export function parseFieldToken(cursor: Cursor): Field | undefined {
  const field = fieldOf(cursor.token);
  if (field) cursor.take();
  return field ?? parseBareResource(cursor);
}

/** Namespaces of OpenTelemetry's resource attributes that are accepted without their scope. */
const BARE_NAMESPACES: readonly string[] = ['service', 'deployment', 'host', 'k8s', 'container', 'cloud'];

/** Extension: `service.name` as one writes it in logs is `resource.service.name`. */
function parseBareResource(cursor: Cursor): Field | undefined {
  const { token: word, following: rest } = cursor;
  if (word.kind !== 'IDENTIFIER' || !BARE_NAMESPACES.includes(word.text)) return undefined;
  if (rest.kind !== 'ATTRIBUTE' || rest.text[0] !== '.' || rest.range.start !== word.range.end) return undefined;
  cursor.take();
  cursor.take();
  cursor.extended = true;
  const name = word.text + readAttributeName(rest.text);
  return {
    kind: 'attribute',
    scope: 'resource',
    name,
    bare: true,
    range: { start: word.range.start, end: cursor.before },
  };
}

const SCOPES: readonly string[] = ['span', 'resource', 'event', 'link', 'instrumentation'];

export function fieldOf({ kind, text, range }: Token): Field | undefined {
  if (kind === 'IDENTIFIER' && Object.hasOwn(INTRINSICS, text)) {
    return { kind: 'intrinsic', name: INTRINSICS[text]!, range };
  }
  if (kind !== 'ATTRIBUTE') return undefined;
  const parent = text.startsWith('parent.');
  const [scope, name] = splitScope(parent ? text.slice('parent.'.length) : text, parent);
  if (name === '') return undefined;
  return { kind: 'attribute', scope, name: readAttributeName(name), ...(parent ? { parent } : {}), range };
}

/** After `parent.` a name needs no dot of its own. */
function splitScope(text: string, parent: boolean): [AttributeScope, string] {
  const dot = text.indexOf('.');
  const scope = dot < 0 ? '' : text.slice(0, dot);
  if (SCOPES.includes(scope)) return [scope as AttributeScope, text.slice(dot + 1)];
  return ['any', parent ? text : text.slice(1)];
}
