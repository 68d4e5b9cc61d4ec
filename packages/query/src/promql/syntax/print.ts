import { durationMs, type DurationMs } from '@bongsu/model';
import { formatDuration, type Matcher } from '../../lang/index.js';
import {
  type Aggregate,
  type Binary,
  type DurationExpr,
  type DurationTerm,
  type Expr,
  type NumberLiteral,
  type Subquery,
  type TimeModifiers,
  type VectorSelector,
} from './ast.js';
import { formatGoNumber, formatPlainNumber } from './number.js';
import { isPlainLabel, METRIC_NAME } from './parse-selector.js';
import { goQuote } from './quote.js';

/** The query on one line in the form Prometheus prints it. `parse` reads it back as the same expression. */
export function print(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return goQuote(expr.value);
    case 'vector':
      return printSelector(expr) + printAt(expr) + printExtension(expr) + printOffset(expr);
    case 'matrix': {
      const { selector, range, rangeExpr } = expr;
      const brackets = `[${printLength(range, rangeExpr)}]`;
      return printSelector(selector) + brackets + printExtension(selector) + printAt(selector) + printOffset(selector);
    }
    case 'subquery': {
      const inner = bindsAsSelector(expr.expr) ? print(expr.expr) : `(${print(expr.expr)})`;
      return inner + printWindow(expr);
    }
    case 'paren':
      return `(${print(expr.expr)})`;
    case 'unary':
      return expr.op + operand(expr.expr, expr.expr.kind === 'binary' && expr.expr.op !== '^');
    case 'binary':
      return printBinary(expr);
    case 'aggregate':
      return `${printAggregation(expr)}(${aggregateArguments(expr).map(print).join(', ')})`;
    case 'call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
  }
}

function operand(expr: Expr, parenthesized: boolean): string {
  return parenthesized ? `(${print(expr)})` : print(expr);
}

/** Whether `[5m:]` can stand right behind it. A sign before it would take the whole subquery. */
export function bindsAsSelector(expr: Expr): boolean {
  return expr.kind !== 'binary' && expr.kind !== 'unary' && !isSigned(expr);
}

/** Numbers that print with a sign, which binds looser than `^`. */
const isSigned = (expr: Expr): boolean =>
  expr.kind === 'number' && (expr.value < 0 || expr.value === Infinity || Object.is(expr.value, -0));

function printNumber({ value, duration }: NumberLiteral): string {
  if (duration && Number.isFinite(value)) {
    const length = durationMs(Math.trunc(Math.abs(value) * 1000));
    return (value < 0 ? '-' : '') + formatDuration(length);
  }
  return formatPlainNumber(value);
}

const printMatcher = ({ name, op, value }: Matcher): string =>
  `${isPlainLabel(name) ? name : goQuote(name)}${op}${goQuote(value)}`;

/** By the bytes of their UTF-8, as Go sorts. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function printSelector({ name, matchers }: VectorSelector): string {
  const isName = (m: Matcher): boolean => m.name === METRIC_NAME && m.op === '=' && m.value === name && name !== '';
  const shown = matchers.filter((m) => !isName(m)).map(printMatcher);
  if (shown.length === 0) return name ?? '{}';
  return `${name ?? ''}{${shown.sort(byBytes).join(',')}}`;
}

function printAt({ at }: TimeModifiers): string {
  if (at === undefined) return '';
  return at.kind === 'time' ? ` @ ${(at.time / 1000).toFixed(3)}` : ` @ ${at.kind}()`;
}

const printExtension = ({ extension }: VectorSelector): string => (extension === undefined ? '' : ` ${extension}`);

function printOffset({ offset, offsetExpr }: TimeModifiers): string {
  if (offsetExpr) return ` offset ${printDuration(offsetExpr)}`;
  if (offset > 0) return ` offset ${formatDuration(offset)}`;
  return offset < 0 ? ` offset -${formatDuration(durationMs(Math.abs(offset)))}` : '';
}

const printLength = (length: DurationMs, expr: DurationExpr | undefined): string =>
  expr === undefined ? formatDuration(length) : printDuration(expr);

/** What a subquery adds behind its expression. */
export function printWindow(subquery: Subquery): string {
  const { range, rangeExpr, step, stepExpr } = subquery;
  const resolution = step === undefined && stepExpr === undefined ? '' : printLength(step ?? durationMs(0), stepExpr);
  return `[${printLength(range, rangeExpr)}:${resolution}]${printAt(subquery)}${printOffset(subquery)}`;
}

function printDuration(term: DurationTerm): string {
  if (term.kind === 'number') return printNumber(term);
  const text = printOperation(term);
  return term.wrapped ? `(${text})` : text;
}

function printOperation({ op, left, right }: DurationExpr): string {
  switch (op) {
    case 'step':
    case 'range':
      return `${op}()`;
    case 'min_of':
    case 'max_of':
      return `${op}(${printDuration(left!)}, ${printDuration(right!)})`;
    default:
      if (left === undefined) return (op === '-' ? '-' : '') + printDuration(right!);
      return `${printDuration(left)} ${op} ${printDuration(right!)}`;
  }
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

/** Whether a side of an operator needs parentheses that its tree does not show. */
export function needsParens(side: Expr, op: Binary['op'], isLeft: boolean): boolean {
  if (side.kind === 'unary' || isSigned(side)) return isLeft && op === '^';
  if (side.kind !== 'binary') return false;
  const inner = PRECEDENCE[side.op];
  const outer = PRECEDENCE[op];
  if (inner !== outer) return inner < outer;
  return isLeft === (op === '^');
}

const PLAIN_IN_LIST = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Words the parser does not take for a label in a list. */
const NO_LABEL = /^(?:inf|nan|without)$/i;

const labelList = (labels: readonly string[]): string =>
  `(${labels.map((l) => (PLAIN_IN_LIST.test(l) && !NO_LABEL.test(l) ? l : goQuote(l))).join(', ')})`;

/** The operator with everything that says how its sides are matched. */
export function printOperator({ op, bool, matching }: Binary): string {
  const { on, labels, card, include, fill } = matching;
  let text: string = bool ? `${op} bool` : op;
  if (on || labels.length > 0 || card !== 'one-to-one') text += ` ${on ? 'on' : 'ignoring'} ${labelList(labels)}`;
  if (card !== 'one-to-one') text += ` ${card === 'many-to-one' ? 'group_left' : 'group_right'} ${labelList(include)}`;
  if (fill === undefined) return text;
  const { left, right } = fill;
  if (left !== undefined && Object.is(left, right)) return `${text} fill (${formatGoNumber(left)})`;
  if (left !== undefined) text += ` fill_left (${formatGoNumber(left)})`;
  if (right !== undefined) text += ` fill_right (${formatGoNumber(right)})`;
  return text;
}

function printBinary(expr: Binary): string {
  const { op, left, right } = expr;
  const lhs = operand(left, needsParens(left, op, true));
  return `${lhs} ${printOperator(expr)} ${operand(right, needsParens(right, op, false))}`;
}

/** An aggregation without its arguments. */
export function printAggregation({ op, grouping, without }: Aggregate): string {
  if (without) return `${op} without ${labelList(grouping)} `;
  return grouping.length === 0 ? op : `${op} by ${labelList(grouping)} `;
}

export const aggregateArguments = ({ param, expr }: Aggregate): readonly Expr[] =>
  param === undefined ? [expr] : [param, expr];
