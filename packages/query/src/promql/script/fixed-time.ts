import type { Millis } from '@bongsu/model';
import { isOfItsTime } from '../plan/index.js';
import { children, parse, print, type Expr } from '../syntax/index.js';

/**
 * The query with `@ time` on what has none, selectors inside of subqueries aside: asked at any time it says the same.
 * Undefined for a query that depends on when it is asked in other ways, and for one that does not parse.
 */
export function fixedInTime(query: string, time: Millis): string | undefined {
  const parsed = parse(query);
  if (!parsed.ok || callsOfItsTime(parsed.value)) return undefined;
  return print(fixed(parsed.value, time));
}

const callsOfItsTime = (expr: Expr): boolean =>
  (expr.kind === 'call' && isOfItsTime(expr.func)) || children(expr).some(callsOfItsTime);

function fixed(expr: Expr, time: Millis): Expr {
  const at = { kind: 'time', time } as const;
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr;
    case 'vector':
    case 'subquery':
      return { ...expr, at: expr.at ?? at };
    case 'matrix':
      return { ...expr, selector: { ...expr.selector, at: expr.selector.at ?? at } };
    case 'paren':
    case 'unary':
      return { ...expr, expr: fixed(expr.expr, time) };
    case 'binary':
      return { ...expr, left: fixed(expr.left, time), right: fixed(expr.right, time) };
    case 'aggregate': {
      const inner = { ...expr, expr: fixed(expr.expr, time) };
      return expr.param ? { ...inner, param: fixed(expr.param, time) } : inner;
    }
    case 'call':
      return { ...expr, args: expr.args.map((arg) => fixed(arg, time)) };
  }
}
