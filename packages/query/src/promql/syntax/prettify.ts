import type { Expr } from './ast.js';
import {
  aggregateArguments,
  bindsAsSelector,
  needsParens,
  print,
  printAggregation,
  printOperator,
  printWindow,
} from './print.js';

/** Bytes of a line that are not yet too many (Prometheus' figure). */
const LINE_WIDTH = 100;

/** The query over several indented lines where it is too long for one, as Prometheus' `format_query` has it. */
export function prettify(expr: Expr): string {
  return pretty(expr, 0);
}

const indent = (level: number): string => '  '.repeat(level);
const isLong = (expr: Expr): boolean => Buffer.byteLength(print(expr)) > LINE_WIDTH;

function pretty(expr: Expr, level: number): string {
  const margin = indent(level);
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vector':
    case 'matrix':
      return margin + print(expr);
    case 'unary': {
      const inner = expr.expr.kind === 'binary' && expr.expr.op !== '^' ? parenthesized(expr.expr, level) : undefined;
      return margin + expr.op + (inner ?? pretty(expr.expr, level)).trim();
    }
    case 'subquery':
      // Prometheus leaves a short one at the margin.
      if (!isLong(expr)) return print(expr);
      return side(expr.expr, level, !bindsAsSelector(expr.expr)) + printWindow(expr);
    case 'paren':
      return isLong(expr) ? parenthesized(expr.expr, level) : margin + print(expr);
    case 'binary': {
      if (!isLong(expr)) return margin + print(expr);
      const { op, left, right } = expr;
      const lines = [
        side(left, level + 1, needsParens(left, op, true)),
        margin + printOperator(expr),
        side(right, level + 1, needsParens(right, op, false)),
      ];
      return lines.join('\n');
    }
    case 'aggregate':
      if (!isLong(expr)) return margin + print(expr);
      return margin + printAggregation(expr) + list(aggregateArguments(expr), level);
    case 'call':
      return margin + (isLong(expr) ? expr.func + list(expr.args, level) : print(expr));
  }
}

const list = (args: readonly Expr[], level: number): string =>
  `(\n${args.map((arg) => pretty(arg, level + 1)).join(',\n')}\n${indent(level)})`;

const parenthesized = (expr: Expr, level: number): string =>
  `${indent(level)}(\n${pretty(expr, level + 1)}\n${indent(level)})`;

const side = (expr: Expr, level: number, parens: boolean): string =>
  parens ? parenthesized(expr, level) : pretty(expr, level);
