import { durationMs } from '@bongsu/model';
import { formatDuration, type Matcher } from '../../lang/index.js';
import {
  isComparison,
  type Aggregate,
  type Binary,
  type Expr,
  type NumberLiteral,
  type TimeModifiers,
  type VectorSelector,
} from './ast.js';
import { formatGoNumber } from './number.js';
import { isPlainLabel, METRIC_NAME } from './parse-selector.js';
import { goQuote } from './quote.js';

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Names the parser would take for something else where an expression may start. */
const RESERVED = /^(?:inf|nan|bool|on|ignoring|group_left|group_right)$/i;

/** The query in its one canonical form, on one line. `parse` reads it back as the same expression. */
export function print(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return goQuote(expr.value);
    case 'vector':
      return printSelector(expr) + printModifiers(expr);
    case 'matrix':
      return `${printSelector(expr.selector)}[${formatDuration(expr.range)}]${printModifiers(expr.selector)}`;
    case 'subquery': {
      const step = expr.step === undefined ? '' : formatDuration(expr.step);
      const inner = bindsAsSelector(expr.expr) ? print(expr.expr) : `(${print(expr.expr)})`;
      return `${inner}[${formatDuration(expr.range)}:${step}]${printModifiers(expr)}`;
    }
    case 'paren':
      return `(${print(expr.expr)})`;
    case 'unary':
      return expr.op + operand(expr.expr, expr.expr.kind === 'binary' && expr.expr.op !== '^');
    case 'binary':
      return printBinary(expr);
    case 'aggregate':
      return printAggregate(expr);
    case 'call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
  }
}

function operand(expr: Expr, parenthesized: boolean): string {
  return parenthesized ? `(${print(expr)})` : print(expr);
}

/** Whether `[5m:]` can stand right behind it. A sign before it would take the whole subquery. */
function bindsAsSelector(expr: Expr): boolean {
  return expr.kind !== 'binary' && expr.kind !== 'unary' && !isSigned(expr);
}

/** Numbers that print with a sign, which binds looser than `^`. */
const isSigned = (expr: Expr): boolean =>
  expr.kind === 'number' && (expr.value < 0 || expr.value === Infinity || Object.is(expr.value, -0));

function printNumber({ value, duration }: NumberLiteral): string {
  if (duration && Number.isFinite(value) && Number.isInteger(value * 1000)) {
    return (value < 0 ? '-' : '') + formatDuration(durationMs(Math.abs(value) * 1000));
  }
  return formatGoNumber(value);
}

const printMatcher = ({ name, op, value }: Matcher): string =>
  `${isPlainLabel(name) ? name : goQuote(name)}${op}${goQuote(value)}`;

function printSelector({ name, matchers }: VectorSelector): string {
  const bare = name !== undefined && METRIC.test(name) && !RESERVED.test(name);
  const shown = bare || name !== undefined ? matchers.slice(0, -1) : matchers;
  const inside = shown.map((m) => (isNameAlone(m) ? goQuote(m.value) : printMatcher(m)));
  if (name !== undefined && !bare) inside.unshift(goQuote(name));
  if (bare) return inside.length === 0 ? name : `${name}{${inside.join(',')}}`;
  return `{${inside.join(',')}}`;
}

/** A name that cannot stand before the braces is quoted inside them. */
const isNameAlone = ({ name, op, value }: Matcher): boolean =>
  name === METRIC_NAME && op === '=' && !METRIC.test(value) && value !== '';

function printModifiers({ offset, at }: TimeModifiers): string {
  let text = '';
  if (at) text += at.kind === 'time' ? ` @ ${(at.time / 1000).toFixed(3)}` : ` @ ${at.kind}()`;
  if (offset > 0) text += ` offset ${formatDuration(offset)}`;
  if (offset < 0) text += ` offset -${formatDuration(durationMs(Math.abs(offset)))}`;
  return text;
}

const PRECEDENCE: Readonly<Record<Binary['op'], number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

/** Whether a side of `op` needs parentheses that its tree does not show. */
function needsParens(side: Expr, op: Binary['op'], isLeft: boolean): boolean {
  if (side.kind === 'unary' || isSigned(side)) return isLeft && op === '^';
  if (side.kind !== 'binary') return false;
  const inner = PRECEDENCE[side.op];
  const outer = PRECEDENCE[op];
  if (inner !== outer) return inner < outer;
  return isLeft === (op === '^');
}

const labelList = (labels: readonly string[]): string =>
  `(${labels.map((l) => (isPlainLabel(l) && !/^(?:inf|nan)$/i.test(l) ? l : goQuote(l))).join(', ')})`;

function printBinary({ op, left, right, bool, matching }: Binary): string {
  const { on, labels, card, include } = matching;
  let modifiers = bool && isComparison(op) ? ' bool' : '';
  if (on || labels.length > 0 || card !== 'one-to-one') {
    modifiers += ` ${on ? 'on' : 'ignoring'} ${labelList(labels)}`;
    if (card !== 'one-to-one')
      modifiers += ` ${card === 'many-to-one' ? 'group_left' : 'group_right'} ${labelList(include)}`;
  }
  const lhs = operand(left, needsParens(left, op, true));
  return `${lhs} ${op}${modifiers} ${operand(right, needsParens(right, op, false))}`;
}

function printAggregate({ op, expr, param, grouping, without }: Aggregate): string {
  const args = param === undefined ? print(expr) : `${print(param)}, ${print(expr)}`;
  if (without) return `${op} without ${labelList(grouping)} (${args})`;
  return grouping.length === 0 ? `${op}(${args})` : `${op} by ${labelList(grouping)} (${args})`;
}
