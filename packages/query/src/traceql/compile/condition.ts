import { allOf, anyOf, StatementRoom, whyNotEngineRegex, withinBuckets } from '../../lang/index.js';
import { lit, not, SPANS, type Expr } from '../../sql/index.js';
import {
  printExpr,
  type ComparisonOp,
  type Field,
  type FieldExpr,
  type Literal,
  type LogicalOp,
} from '../syntax/index.js';
import { compileAttribute } from './attribute.js';
import { compileIntrinsic } from './intrinsic.js';
import { ofTenant, type SpanScope } from './scope.js';

/** SQL that every span which passes an expression passes. */
export interface Prefilter {
  readonly sql: Expr;
  /** And no other span does. */
  readonly exact: boolean;
  /** How few spans it is likely to leave: 0 for the fewest. */
  readonly rank: number;
}

/** Why SQL cannot tell, for `explain`. */
export interface Obstacle {
  readonly why: string;
}

export const isPrefilter = (compiled: Prefilter | Obstacle): compiled is Prefilter => 'sql' in compiled;

/** Spans of a tenant and time that pass a condition. */
export function compileSpans(scope: SpanScope, condition: Expr | undefined): Expr {
  return allOf([
    ofTenant(scope),
    withinBuckets(SPANS, 'start', scope.start, scope.end),
    ...(condition ? [condition] : []),
  ])!;
}

/** Compiles conditions of one statement, as far as there is room. Mirrors `exec/expression.ts`. */
export class ConditionCompiler {
  readonly #room = new StatementRoom();

  /** Resources and summaries are looked for within `scope`. */
  constructor(private readonly scope: SpanScope) {}

  compile(expr: FieldExpr): Prefilter | Obstacle {
    switch (expr.kind) {
      case 'static':
        if (expr.literal.type !== 'bool') return { why: `${printExpr(expr)} is no condition` };
        return { sql: lit(expr.literal.value ? 1 : 0), exact: true, rank: expr.literal.value ? RANK.none : 0 };
      case 'attribute':
        return this.#comparison(expr, '=', { type: 'bool', value: true });
      case 'intrinsic':
        return { why: `${expr.name} is no condition` };
      case 'unary':
        return this.#negation(expr);
      case 'binary':
        if (expr.op === '&&' || expr.op === '||') return this.#logical(expr.op, expr);
        return this.#binary(expr);
    }
  }

  #negation({ op, expr }: Extract<FieldExpr, { kind: 'unary' }>): Prefilter | Obstacle {
    if (op === '-') return { why: 'arithmetic' };
    if (expr.kind === 'attribute') return this.#comparison(expr, '=', { type: 'bool', value: false });
    // What is no truth value has no negation either: `!!.a` is `.a`, not the opposite of `.a = false`.
    if (expr.kind === 'unary') return expr.op === '!' ? this.compile(expr.expr) : { why: 'arithmetic' };
    const inner = this.compile(expr);
    if (!isPrefilter(inner)) return inner;
    if (!inner.exact) return { why: 'the negation of what is only partly known' };
    return { sql: not(inner.sql), exact: true, rank: RANK.broad };
  }

  #logical(op: LogicalOp, expr: FieldExpr): Prefilter | Obstacle {
    const parts = chain(expr, op).map((part) => this.compile(part));
    const known = parts.filter(isPrefilter);
    const unknown = parts.find((part): part is Obstacle => !isPrefilter(part));
    if (unknown && (op === '||' || known.length === 0)) return unknown;
    const ranks = known.map((part) => part.rank);
    return {
      sql: (op === '&&' ? allOf : anyOf)(known.map((part) => part.sql))!,
      exact: unknown === undefined && known.every((part) => part.exact),
      rank: op === '&&' ? Math.min(...ranks) : Math.max(...ranks),
    };
  }

  #binary({ left, op, right }: Extract<FieldExpr, { kind: 'binary' }>): Prefilter | Obstacle {
    if (!isComparison(op)) return { why: 'arithmetic' };
    if (isField(left) && right.kind === 'static') return this.#comparison(left, op, right.literal);
    if (left.kind === 'static' && isField(right) && op !== '=~' && op !== '!~') {
      return this.#comparison(right, FLIPPED[op], left.literal);
    }
    return { why: 'a comparison of what is no literal' };
  }

  #comparison(field: Field, op: ComparisonOp, literal: Literal): Prefilter | Obstacle {
    if ((op === '=~' || op === '!~') && literal.type === 'string') {
      const obstacle = whyNotEngineRegex(literal.value);
      if (obstacle !== undefined) return { why: obstacle };
    }
    const sql =
      field.kind === 'attribute'
        ? compileAttribute(field.scope, field.name, op, literal, this.scope)
        : compileIntrinsic(field.name, op, literal, this.scope);
    if (sql === undefined) return { why: `${printExpr(field)} needs the whole trace` };
    // An attribute's comparison takes about four conditions of SQL and repeats its name and value as often.
    const text = printExpr(field) + ('value' in literal ? String(literal.value) : '');
    const room = field.kind === 'attribute' && field.scope === 'any' ? 12 : 4;
    if (!this.#room.take(Array.from({ length: room }, () => text))) {
      return { why: 'one statement has no room for so many conditions' };
    }
    return { sql, exact: true, rank: rankOf(field, op) };
  }
}

const isField = (expr: FieldExpr): expr is Field => expr.kind === 'attribute' || expr.kind === 'intrinsic';

const COMPARISONS: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', '=~', '!~'];
const isComparison = (op: string): op is ComparisonOp => COMPARISONS.includes(op);

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Guesses: nothing is known of the values themselves. */
const RANK = { id: 0, equal: 1, pattern: 2, service: 3, broad: 4, none: 9 } as const;

/** Whether it likely leaves few of the spans of an hour. */
export const isSelective = ({ rank }: Prefilter): boolean => rank < RANK.broad;

function rankOf(field: Field, op: ComparisonOp): number {
  if (op === '=' && field.kind === 'intrinsic' && field.name.endsWith('id')) return RANK.id;
  if (field.kind === 'attribute' && field.name === 'service.name') return RANK.service;
  if (op === '=') return field.kind === 'intrinsic' && field.name === 'kind' ? RANK.broad : RANK.equal;
  return op === '=~' ? RANK.pattern : RANK.broad;
}

/** `a || b || c` as its parts: a chain of one operator becomes one call, however long it is. */
function chain(expr: FieldExpr, op: LogicalOp): FieldExpr[] {
  const parts: FieldExpr[] = [];
  const pending = [expr];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'binary' && next.op === op) pending.push(next.right, next.left);
    else parts.push(next);
  }
  return parts;
}
