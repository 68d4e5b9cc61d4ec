import type { Matcher } from '../../lang/index.js';
import { isSetOp, type Binary, type Expr, type TimeModifiers, type VectorSelector } from './ast.js';
import { typeOf } from './check.js';
import { FUNCTIONS } from './functions.js';
import { formatPlainNumber } from './number.js';

/** What `JSON.stringify` takes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The tree of a query as Prometheus' `parse_query` answers it: times in ms, keys in alphabetical order. */
export function astToJson(expr: Expr): Json {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatPlainNumber(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value };
    case 'paren':
      return { expr: astToJson(expr.expr), type: 'parenExpr' };
    case 'unary':
      return { expr: astToJson(expr.expr), op: expr.op, type: 'unaryExpr' };
    case 'vector':
      return sorted({ ...selector(expr), type: 'vectorSelector' });
    case 'matrix':
      return sorted({ ...selector(expr.selector), range: expr.range, type: 'matrixSelector' });
    case 'subquery': {
      const { range, step = 0 } = expr;
      return sorted({ expr: astToJson(expr.expr), ...time(expr), range, step, type: 'subquery' });
    }
    case 'binary':
      return {
        bool: expr.bool,
        lhs: astToJson(expr.left),
        matching: matching(expr),
        op: expr.op,
        rhs: astToJson(expr.right),
        type: 'binaryExpr',
      };
    case 'aggregate':
      return {
        expr: astToJson(expr.expr),
        grouping: expr.grouping,
        op: expr.op,
        param: expr.param === undefined ? null : astToJson(expr.param),
        type: 'aggregation',
        without: expr.without,
      };
    case 'call': {
      const { name, args, returns, variadic } = FUNCTIONS.get(expr.func)!;
      return {
        args: expr.args.map(astToJson),
        func: { argTypes: args, name, returnType: returns, variadic },
        type: 'call',
      };
    }
  }
}

const sorted = (object: Readonly<Record<string, Json>>): Json =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

function time({ offset, at }: TimeModifiers): Record<'offset' | 'startOrEnd' | 'timestamp', Json> {
  const timestamp = at?.kind === 'time' ? at.time : null;
  return { offset, startOrEnd: at === undefined || at.kind === 'time' ? null : at.kind, timestamp };
}

function selector(expr: VectorSelector): Readonly<Record<string, Json>> {
  return {
    anchored: expr.extension === 'anchored',
    matchers: expr.matchers.map(({ name, op, value }: Matcher): Json => ({ name, type: op, value })),
    name: expr.name ?? '',
    smoothed: expr.extension === 'smoothed',
    ...time(expr),
  };
}

/** Null where a side is a scalar, so that there is nothing to match. */
function matching({ op, left, right, matching: { card, labels, on, include, fill } }: Binary): Json {
  if (typeOf(left) !== 'vector' || typeOf(right) !== 'vector') return null;
  return {
    card: isSetOp(op) ? 'many-to-many' : card,
    fillValues: { lhs: fill?.left ?? null, rhs: fill?.right ?? null },
    include,
    labels,
    on,
  };
}
