import { parseGoFloat, type SourceRange } from '../../lang/index.js';
import {
  RANGE_OPS,
  VECTOR_OPS,
  type Binary,
  type BinaryOp,
  type Grouping,
  type LabelReplace,
  type MetricQuery,
  type NumberLiteral,
  type Query,
  type RangeAggregation,
  type RangeOp,
  type VectorAggregation,
  type VectorLiteral,
  type VectorMatching,
  type VectorOp,
} from './ast.js';
import { literalOf } from './literal.js';
import { PRECEDENCE } from './operators.js';
import { parseLogQuery, parseLogRange } from './parse-log-range.js';
import { parsePlainNumber, parseSignedNumber, startsNumber } from './parse-number.js';
import { MAX_DEPTH, TOO_DEEP, type TokenStream } from './token-stream.js';

/** A log query or a metric query with all its operators. */
export const parseExpression = (tokens: TokenStream): Query => new ExpressionParser(tokens).expression(0);

const RANGE_FUNCTIONS: ReadonlySet<string> = new Set(RANGE_OPS);
const VECTOR_FUNCTIONS: ReadonlySet<string> = new Set(VECTOR_OPS);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '>=', '<', '<=']);
const SETS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

class ExpressionParser {
  #depth = 0;
  /** How deep the trees of operators are, which grow without recursion. */
  readonly #heights = new Map<Query, number>();

  constructor(readonly tokens: TokenStream) {}

  /** An expression whose operators bind at least as tight as `precedence`. */
  expression(precedence: number): Query {
    const { range } = this.tokens.next;
    if (++this.#depth > MAX_DEPTH) this.tokens.refuse('check', TOO_DEEP, range);
    let left = this.#primary();
    for (let op = this.#operator(); op !== undefined; op = this.#operator()) {
      const own = PRECEDENCE[op];
      if (own < precedence) break;
      this.tokens.take();
      const modifiers = this.#modifiers(op);
      const right = this.expression(op === '^' ? own : own + 1);
      left = this.#binary(op, modifiers, left, right);
    }
    this.#depth--;
    return left;
  }

  #operator(): BinaryOp | undefined {
    const { kind, text } = this.tokens.next;
    if (kind !== 'operator' && kind !== 'keyword') return undefined;
    return Object.hasOwn(PRECEDENCE, text) ? (text as BinaryOp) : undefined;
  }

  #primary(): Query {
    const { tokens } = this;
    const { next } = tokens;
    if (tokens.accept('operator', '(')) {
      const inner = this.expression(0);
      tokens.expect(')', '');
      return inner;
    }
    if (tokens.is('operator', '{')) return parseLogQuery(tokens);
    if (startsNumber(next)) return this.#number();
    if (next.kind !== 'function') return tokens.unexpected();
    if (next.text === 'count_distinct') return this.#countDistinct();
    if (RANGE_FUNCTIONS.has(next.text)) return this.#rangeAggregation(next.text as RangeOp);
    if (VECTOR_FUNCTIONS.has(next.text)) return this.#vectorAggregation(next.text as VectorOp);
    if (next.text === 'label_replace') return this.#labelReplace();
    return next.text === 'vector' ? this.#vector() : tokens.unexpected();
  }

  /** An operand that must be a metric: where a log query stands instead, the fault is what comes after it. */
  #metric(): MetricQuery {
    const query = this.expression(0);
    return query.kind === 'log-query' ? this.tokens.unexpected() : query;
  }

  #number(): NumberLiteral {
    const { value, range } = parseSignedNumber(this.tokens);
    return { kind: 'number', value, range };
  }

  #vector(): VectorLiteral {
    const { tokens } = this;
    const { start } = tokens.take().range;
    tokens.expect('(');
    const { value } = parsePlainNumber(tokens, 'unable to parse vectorExpr as a float');
    tokens.expect(')');
    return { kind: 'vector', value, range: { start, end: tokens.end } };
  }

  #labelReplace(): LabelReplace {
    const { tokens } = this;
    const { start } = tokens.take().range;
    tokens.expect('(');
    const inner = this.#metric();
    tokens.expect(',', '');
    const destination = tokens.string();
    tokens.expect(',');
    const replacement = tokens.string();
    tokens.expect(',');
    const source = tokens.string();
    tokens.expect(',');
    const pattern = tokens.string();
    tokens.expect(')');
    const range = { start, end: tokens.end };
    return { kind: 'label-replace', inner, destination, replacement, source, pattern, range };
  }

  #rangeAggregation(op: RangeOp): RangeAggregation {
    const { tokens } = this;
    const { start } = tokens.take().range;
    tokens.expect('(');
    const { next: parameter } = tokens;
    const given = parameter.kind === 'NUMBER';
    if (given) {
      tokens.take();
      tokens.expect(',');
    }
    const logs = parseLogRange(tokens, given ? '{ or (' : 'NUMBER or { or (');
    tokens.expect(')');
    const grouping = this.#grouping();
    const range = { start, end: tokens.end };
    const node = { kind: 'range-aggregation', op, logs, ...(grouping && { grouping }), range } as const;
    if (op === 'quantile_over_time') {
      return { ...node, quantile: this.#quantile(given ? parameter.text : undefined, range) };
    }
    if (given) tokens.defer(`parameter ${parameter.text} not supported for operation ${op}`, parameter.range);
    return node;
  }

  #quantile(text: string | undefined, range: SourceRange): number {
    if (text === undefined) {
      this.tokens.defer('parameter required for operation quantile_over_time', range);
      return 0;
    }
    const value = parseGoFloat(text);
    if (value.ok) return value.value;
    this.tokens.defer(`invalid parameter for operation quantile_over_time: ${value.error}`, range);
    return 0;
  }

  /** Extension: `count_distinct(label, {...}[5m]) by (x)` counts the values of a label in a window. */
  #countDistinct(): RangeAggregation {
    const { tokens } = this;
    const { start } = tokens.take().range;
    tokens.expect('(');
    const distinct = tokens.expectKind('IDENTIFIER').text;
    tokens.expect(',');
    const logs = parseLogRange(tokens, '{ or (');
    tokens.expect(')');
    const grouping = this.#grouping();
    const range = { start, end: tokens.end };
    return { kind: 'range-aggregation', op: 'count_distinct', distinct, logs, ...(grouping && { grouping }), range };
  }

  #vectorAggregation(op: VectorOp): VectorAggregation {
    const { tokens } = this;
    const { start } = tokens.take().range;
    const before = this.#grouping();
    tokens.expect('(', before ? '(' : '( or by or without');
    const { next: parameter, afterNext } = tokens;
    const given = parameter.kind === 'NUMBER' && afterNext.kind === 'operator' && afterNext.text === ',';
    if (given) {
      tokens.take();
      tokens.take();
    }
    const inner = this.#metric();
    tokens.expect(')', '');
    const grouping = before ?? this.#grouping();
    const range = { start, end: tokens.end };
    const k = this.#k(op, given ? parameter.text : undefined, given ? parameter.range : range);
    const node: VectorAggregation = {
      kind: 'vector-aggregation',
      op,
      ...(k !== undefined && { k }),
      ...(grouping && { grouping }),
      inner,
      range,
    };
    return node;
  }

  #k(op: VectorOp, text: string | undefined, range: SourceRange): number | undefined {
    if (op !== 'topk' && op !== 'bottomk' && op !== 'approx_topk') {
      if (text !== undefined) this.tokens.defer(`unsupported parameter for operation ${op}(${text},`, range);
      return undefined;
    }
    const k = text !== undefined && /^\d+$/.test(text) ? Number(text) : NaN;
    if (text === undefined) this.tokens.defer(`parameter required for operation ${op}`, range);
    else if (!Number.isSafeInteger(k)) this.tokens.defer(`invalid parameter ${op}(${text},`, range);
    else if (k === 0) this.tokens.defer(`invalid parameter (must be greater than 0) ${op}(${text}`, range);
    return k;
  }

  #grouping(): Grouping | undefined {
    const { tokens } = this;
    if (tokens.accept('keyword', 'by')) return { kind: 'by', labels: this.#labels() };
    return tokens.accept('keyword', 'without') ? { kind: 'without', labels: this.#labels() } : undefined;
  }

  /** `(a, b)`, which may be empty. */
  #labels(): string[] {
    const { tokens } = this;
    tokens.expect('(');
    if (tokens.accept('operator', ')')) return [];
    const labels = [tokens.expectKind('IDENTIFIER', 'IDENTIFIER or )').text];
    while (tokens.accept('operator', ',')) labels.push(tokens.expectKind('IDENTIFIER').text);
    tokens.expect(')', ', or )');
    return labels;
  }

  /** Loki takes `bool` behind any operator and heeds it behind comparisons. */
  #modifiers(op: BinaryOp): Pick<Binary, 'bool' | 'matching'> {
    const { tokens } = this;
    const bool = tokens.accept('keyword', 'bool') && COMPARISONS.has(op);
    const kind = tokens.accept('keyword', 'on') ? 'on' : tokens.accept('keyword', 'ignoring') ? 'ignoring' : undefined;
    if (kind === undefined) return { bool };
    const labels = this.#labels();
    const left = tokens.accept('keyword', 'group_left');
    const group = left ? 'left' : tokens.accept('keyword', 'group_right') ? 'right' : undefined;
    const include = group !== undefined && tokens.is('operator', '(') ? this.#labels() : [];
    const matching: VectorMatching = { kind, labels, ...(group && { group }), include };
    return { bool, matching };
  }

  #binary(op: BinaryOp, modifiers: Pick<Binary, 'bool' | 'matching'>, left: Query, right: Query): Binary {
    const range = { start: left.range.start, end: right.range.end };
    const operands = { left: this.#leg(left, 'left', op), right: this.#leg(right, 'right', op) };
    const binary: Binary = { kind: 'binary', op, ...modifiers, ...operands, range };
    const height = 1 + Math.max(this.#heights.get(left) ?? 0, this.#heights.get(right) ?? 0);
    if (height > MAX_DEPTH) this.tokens.refuse('check', TOO_DEEP, range);
    this.#heights.set(binary, height);
    return binary;
  }

  /** A side of an operator; notes one that it cannot take. */
  #leg(query: Query, side: 'left' | 'right', op: BinaryOp): MetricQuery {
    if (query.kind === 'log-query') {
      const type = query.stages.length > 0 ? '*syntax.PipelineExpr' : '*syntax.MatchersExpr';
      this.tokens.defer(`unexpected type for ${side} leg of binary operation (${op}): ${type}`, query.range);
      return { kind: 'number', value: 0, range: query.range };
    }
    const literal = SETS.has(op) ? literalOf(query) : undefined;
    if (literal !== undefined) {
      const message = `unexpected literal for ${side} leg of logical/set binary operation (${op}): ${goFixed(literal)}`;
      this.tokens.defer(message, query.range);
    }
    return query;
  }
}

/** As Go's `%f`. */
function goFixed(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? value.toFixed(6) : value > 0 ? '+Inf' : '-Inf';
}
