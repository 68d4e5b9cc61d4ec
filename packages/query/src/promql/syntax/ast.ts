import type { DurationMs, Millis } from '@bongsu/model';
import type { Matcher, SourceRange } from '../../lang/index.js';

/** The `@` modifier. `start` and `end` are those of the outermost query. */
export type At =
  { readonly kind: 'time'; readonly time: Millis } | { readonly kind: 'start' } | { readonly kind: 'end' };

/** What selectors and subqueries can carry. A positive offset looks back. */
export interface TimeModifiers {
  readonly offset: DurationMs;
  /** Where the offset is computed from the query's step and range; then `offset` is 0 until that is done. */
  readonly offsetExpr?: DurationExpr;
  readonly at?: At;
}

export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  /** Written as a duration; the value is in seconds. */
  readonly duration?: true;
  readonly pos: SourceRange;
}

/** Operators of durations; `step` and `range` are those of the outermost query. */
export type DurationOp = '+' | '-' | '*' | '/' | '%' | '^' | 'step' | 'range' | 'min_of' | 'max_of';

/** Arithmetic where a length of time is wanted, in seconds. A sign has no left side, `step()` and `range()` neither. */
export interface DurationExpr {
  readonly kind: 'duration';
  readonly op: DurationOp;
  readonly left?: DurationTerm;
  readonly right?: DurationTerm;
  /** Written in parentheses. */
  readonly wrapped: boolean;
  readonly pos: SourceRange;
}

export type DurationTerm = NumberLiteral | DurationExpr;

export interface StringLiteral {
  readonly kind: 'string';
  readonly value: string;
  readonly pos: SourceRange;
}

export interface VectorSelector extends TimeModifiers {
  readonly kind: 'vector';
  /** The name before the braces; it is also the last of `matchers`. */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
  /** Samples beyond the window take part: the last one before it, or what lies between neighbours at its ends. */
  readonly extension?: 'anchored' | 'smoothed';
  readonly pos: SourceRange;
}

/** A range selector. Offset and `@` stand on the selector inside. */
export interface MatrixSelector {
  readonly kind: 'matrix';
  readonly selector: VectorSelector;
  readonly range: DurationMs;
  /** As `offsetExpr` is to `offset`. */
  readonly rangeExpr?: DurationExpr;
  readonly pos: SourceRange;
}

export interface Subquery extends TimeModifiers {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly range: DurationMs;
  /** As `offsetExpr` is to `offset`. */
  readonly rangeExpr?: DurationExpr;
  /** Absent: the default resolution. */
  readonly step?: DurationMs;
  readonly stepExpr?: DurationExpr;
  readonly pos: SourceRange;
}

export interface Paren {
  readonly kind: 'paren';
  readonly expr: Expr;
  readonly pos: SourceRange;
}

export interface Unary {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
  readonly pos: SourceRange;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
/** `</` cuts off what is above, `>/` what is below; of native histograms only. */
export type TrimOp = '</' | '>/';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | TrimOp | SetOp;

/** `many` is the side that may have several series per match group. Set operators match many to many. */
export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many';

export interface VectorMatching {
  readonly card: Cardinality;
  /** True for `on (labels)`, false for `ignoring (labels)` and for none. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** Labels that `group_left` and `group_right` take from the "one" side. */
  readonly include: readonly string[];
  /** What stands for a series that has no match: on the left of the operator, on its right. */
  readonly fill?: { readonly left?: number; readonly right?: number };
}

export interface Binary {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching: VectorMatching;
  /** Where the operator's sign or word stands. */
  readonly opPos: SourceRange;
  readonly pos: SourceRange;
}

export const AGGREGATORS = [
  'avg',
  'bottomk',
  'count',
  'count_values',
  'group',
  'limit_ratio',
  'limitk',
  'max',
  'min',
  'quantile',
  'stddev',
  'stdvar',
  'sum',
  'topk',
] as const;
export type Aggregator = (typeof AGGREGATORS)[number];

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly op: Aggregator;
  readonly expr: Expr;
  /** First argument of topk, quantile and their like. */
  readonly param?: Expr;
  readonly grouping: readonly string[];
  readonly without: boolean;
  readonly pos: SourceRange;
}

export interface Call {
  readonly kind: 'call';
  /** A key of `FUNCTIONS`. */
  readonly func: string;
  readonly args: readonly Expr[];
  readonly pos: SourceRange;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Paren
  | Unary
  | Binary
  | Aggregate
  | Call;

export const COMPARISON_OPS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
export const SET_OPS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export const isComparison = (op: BinaryOp): op is ComparisonOp => COMPARISON_OPS.has(op);
export const isTrim = (op: BinaryOp): op is TrimOp => op === '</' || op === '>/';
export const isSetOp = (op: BinaryOp): op is SetOp => SET_OPS.has(op);

/** Direct subexpressions, in the order they stand. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vector':
      return [];
    case 'matrix':
      return [expr.selector];
    case 'subquery':
    case 'paren':
    case 'unary':
      return [expr.expr];
    case 'binary':
      return [expr.left, expr.right];
    case 'aggregate':
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr];
    case 'call':
      return expr.args;
  }
}

/** The expression without the parentheses around it. */
export function unwrap(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}
