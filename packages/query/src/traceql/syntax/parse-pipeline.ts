import type {
  AggregateOp,
  ArithmeticOp,
  MetricsExpr,
  OrderOp,
  ScalarExpr,
  SpansetExpr,
  SpansetFilter,
  SpansetOp,
  Stage,
} from './ast.js';
import type { Cursor } from './cursor.js';
import { AGGREGATES } from './keywords.js';
import type { Token } from './lex.js';
import { parseFieldExpr, parseFieldList, binaryRank } from './parse-field.js';
import { parseNumber, parseStatic } from './parse-literal.js';
import { isMetricsFunction, parseMetricsFunction, parseSecondStage } from './parse-metrics.js';

/** What an expression between `|` turns out to be; only some may be combined. */
type Part =
  | { readonly sort: 'stage'; readonly stage: Stage }
  | { readonly sort: 'spanset'; readonly spanset: SpansetExpr }
  | { readonly sort: 'scalar'; readonly scalar: ScalarExpr }
  /** `({...} | count())` and its arithmetic. */
  | { readonly sort: 'scalar-pipeline'; readonly scalar: ScalarExpr }
  | { readonly sort: 'metrics'; readonly metrics: MetricsExpr };

const STRUCTURAL = new Set('> >> < << ~ !> !>> !< !<< !~ &> &>> &< &<< &~'.split(' '));
const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%', '^'];
const ORDER: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/** Stages up to what is no `|`, as one part: a spanset or scalar alone stays what it is. */
export function parsePipeline(cursor: Cursor): Part {
  const start = cursor.token.range.start;
  const range = () => ({ start, end: cursor.before });
  const stages: Stage[] = [];
  for (let first = true; ; first = false) {
    if (isMetricsFunction(cursor.token)) {
      if (first) cursor.unexpected();
      const fn = parseMetricsFunction(cursor, () => parseFilter(cursor));
      return secondStages(cursor, { kind: 'metrics', stages, fn, range: range() });
    }
    if (first && cursor.isWord('coalesce')) cursor.unexpected();
    const part = parseStage(cursor);
    if (part.sort === 'metrics') {
      if (!first) cursor.unexpected();
      return secondStages(cursor, part.metrics);
    }
    if (part.sort === 'scalar' || part.sort === 'scalar-pipeline') {
      if (first) return part;
      if (part.sort === 'scalar-pipeline' || part.scalar.kind !== 'aggregate') cursor.unexpected();
      return {
        sort: 'scalar-pipeline',
        scalar: { kind: 'scalar-pipeline', stages, aggregate: part.scalar, range: range() },
      };
    }
    stages.push(part.sort === 'spanset' ? part.spanset : part.stage);
    if (!cursor.skip('|')) {
      if (first && part.sort === 'spanset') return part;
      return { sort: 'spanset', spanset: { kind: 'pipeline', stages, range: range() } };
    }
  }
}

function secondStages(cursor: Cursor, metrics: MetricsExpr): Part {
  let inner = metrics;
  for (;;) {
    const stage = parseSecondStage(cursor);
    if (stage === undefined) return { sort: 'metrics', metrics: inner };
    inner = { kind: 'second-stage', inner, stage, range: { start: inner.range.start, end: cursor.before } };
  }
}

function parseStage(cursor: Cursor): Part {
  const { start } = cursor.token.range;
  const range = () => ({ start, end: cursor.before });
  if (cursor.isWord('by')) {
    cursor.take();
    cursor.open();
    const expr = parseFieldExpr(cursor);
    cursor.expect(')');
    return { sort: 'stage', stage: { kind: 'by', expr, range: range() } };
  }
  if (cursor.isWord('coalesce')) {
    cursor.take();
    cursor.open();
    cursor.expect(')');
    return { sort: 'stage', stage: { kind: 'coalesce', range: range() } };
  }
  if (cursor.isWord('select')) {
    cursor.take();
    cursor.open();
    const exprs = parseFieldList(cursor);
    return { sort: 'stage', stage: { kind: 'select', exprs, range: range() } };
  }
  return parseExpr(cursor, 1);
}

/** Spansets, scalars and metrics share their operators; what may stand on both sides of one is decided by sort. */
function parseExpr(cursor: Cursor, least: number): Part {
  let left = parseOperand(cursor);
  for (;;) {
    const { token } = cursor;
    const rank = rankOf(token);
    if (rank === undefined || rank < least || left.sort === 'stage') return left;
    // `(...) > 1` at the end of a metrics query is a second stage.
    if (left.sort === 'metrics' && !ARITHMETIC.includes(token.text)) return left;
    if (!mayContinue(left, token)) return left;
    cursor.take();
    // `({...} | count()) > ok` reads, although it never has a meaning.
    const any = left.sort === 'scalar-pipeline' && ORDER.includes(token.text) ? parseStatic(cursor) : undefined;
    if (any) return combine(cursor, token, left, { sort: 'scalar', scalar: any });
    const right = cursor.nested(() => parseExpr(cursor, token.text === '^' ? rank : rank + 1));
    left = combine(cursor, token, left, right);
  }
}

function rankOf({ kind, text }: Token): number | undefined {
  if (kind !== 'operator') return undefined;
  return STRUCTURAL.has(text) ? 2 : binaryRank(text);
}

/** Whether the operator can follow a part of this sort at all; if not, the token is left to be complained about. */
function mayContinue(left: Part, { text }: Token): boolean {
  if (left.sort === 'spanset') return text === '&&' || text === '||' || STRUCTURAL.has(text);
  if (left.sort === 'metrics') return ['+', '-', '*', '/'].includes(text);
  return ARITHMETIC.includes(text) || ORDER.includes(text);
}

function combine(cursor: Cursor, op: Token, left: Part, right: Part): Part {
  const range = { start: partStart(left), end: cursor.before };
  if (left.sort === 'spanset' && right.sort === 'spanset') {
    const spanset = {
      kind: 'spanset-op',
      op: op.text as SpansetOp,
      left: left.spanset,
      right: right.spanset,
      range,
    } as const;
    return { sort: 'spanset', spanset };
  }
  const arithmetic = ARITHMETIC.includes(op.text);
  const math = metricsOf(left) && metricsOf(right) && (left.sort === 'metrics' || right.sort === 'metrics');
  if (math && '+-*/'.includes(op.text)) {
    const metrics = {
      kind: 'metrics-op',
      op: op.text as '+',
      left: metricsOf(left)!,
      right: metricsOf(right)!,
      range,
    } as const;
    return { sort: 'metrics', metrics };
  }
  const scalars =
    (left.sort === 'scalar' || left.sort === 'scalar-pipeline') &&
    (right.sort === 'scalar' || right.sort === 'scalar-pipeline');
  if (scalars) {
    const static_ = right.sort === 'scalar' && right.scalar.kind === 'static';
    if (arithmetic && left.sort === right.sort) {
      return {
        sort: left.sort,
        scalar: { kind: 'scalar-op', op: op.text as ArithmeticOp, left: left.scalar, right: right.scalar, range },
      };
    }
    if (!arithmetic && (left.sort === right.sort || (left.sort === 'scalar-pipeline' && static_))) {
      const filter = {
        kind: 'scalar-filter',
        op: op.text as OrderOp,
        left: left.scalar,
        right: right.scalar,
        range,
      } as const;
      return { sort: 'stage', stage: filter };
    }
  }
  return cursor.unexpected(op);
}

function partStart(part: Part): number {
  switch (part.sort) {
    case 'stage':
      return part.stage.range.start;
    case 'spanset':
      return part.spanset.range.start;
    case 'metrics':
      return part.metrics.range.start;
    default:
      return part.scalar.range.start;
  }
}

/** A metrics operand: a query in parentheses or numbers, whose arithmetic is done here and now. */
function metricsOf(part: Part): MetricsExpr | undefined {
  if (part.sort === 'metrics') return part.metrics;
  if (part.sort !== 'scalar') return undefined;
  const number = foldNumber(part.scalar);
  return number && { kind: 'scalar', ...number, range: part.scalar.range };
}

/** Integer arithmetic cuts: `1 / 2` is 0. */
function foldNumber(scalar: ScalarExpr): { value: number; integer: boolean } | undefined {
  if (scalar.kind === 'static') {
    const { type, value } = scalar.literal as { type: string; value: unknown };
    return type === 'int' || type === 'float' ? { value: Number(value), integer: type === 'int' } : undefined;
  }
  if (scalar.kind !== 'scalar-op') return undefined;
  const left = foldNumber(scalar.left);
  const right = foldNumber(scalar.right);
  if (!left || !right) return undefined;
  const integer = left.integer && right.integer;
  const exact = {
    '+': left.value + right.value,
    '-': left.value - right.value,
    '*': left.value * right.value,
    '/': left.value / right.value,
  };
  const value = (exact as Readonly<Record<string, number>>)[scalar.op];
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return { value: integer ? Math.trunc(value) : value, integer };
}

function parseOperand(cursor: Cursor): Part {
  const first = cursor.token;
  if (cursor.is('{')) return { sort: 'spanset', spanset: parseFilter(cursor) };
  cursor.countOperand();
  if (cursor.skip('(')) {
    const inner = cursor.nested(() => parsePipeline(cursor));
    cursor.expect(')');
    return inner;
  }
  if (cursor.skip('!')) {
    const inner = cursor.nested(() => parseOperand(cursor));
    if (inner.sort !== 'spanset') return cursor.unexpected(first);
    cursor.extended = true;
    const range = { start: first.range.start, end: cursor.before };
    return { sort: 'spanset', spanset: { kind: 'without', expr: inner.spanset, range } };
  }
  if (cursor.isWord(...AGGREGATES)) return parseAggregate(cursor);
  const number = parseNumber(cursor);
  if (number) return { sort: 'scalar', scalar: number };
  return cursor.unexpected();
}

function parseAggregate(cursor: Cursor): Part {
  const { text, range } = cursor.take();
  cursor.open();
  const op = text as AggregateOp;
  const expr = op === 'count' ? undefined : parseFieldExpr(cursor);
  cursor.expect(')');
  const whole = { start: range.start, end: cursor.before };
  return { sort: 'scalar', scalar: { kind: 'aggregate', op, ...(expr ? { expr } : {}), range: whole } };
}

export function parseFilter(cursor: Cursor): SpansetFilter {
  const { start } = cursor.token.range;
  cursor.expect('{');
  const empty = cursor.token.range.start;
  const expr = cursor.is('}')
    ? ({ kind: 'static', literal: { type: 'bool', value: true }, range: { start: empty, end: empty } } as const)
    : parseFieldExpr(cursor);
  cursor.expect('}');
  return { kind: 'filter', expr, range: { start, end: cursor.before } };
}
