import { durationMs, err, ok, type Result } from '@bongsu/model';
import { lineColumn, type Matcher, type ParseError, type SourceRange } from '../../lang/index.js';
import { PRODUCTION_FEATURES, type PromFeatures } from './features.js';
import type { Aggregate, Aggregator, At, Binary, BinaryOp, Expr, VectorMatching, VectorSelector } from './ast.js';
import { checkExpr, checkSelector } from './check.js';
import { FUNCTIONS } from './functions.js';
import { lex, type Token } from './lex.js';
import { formatSampleValue } from './number.js';
import { parseOffset, parsePositiveLength, type Length } from './parse-duration.js';
import { isNumber, parseAt, parseNumber } from './parse-number.js';
import { parseGrouping, parseVectorSelector } from './parse-selector.js';
import { goQuote, unquote } from './quote.js';
import { SyntaxFault, TokenStream } from './token-stream.js';

/** Parses and type-checks a query. The error is the first one Prometheus would report with these features. */
export function parse(query: string, features: PromFeatures = PRODUCTION_FEATURES): Result<Expr, ParseError> {
  return attempt(() => {
    const tokens = new TokenStream(lex(query));
    if (tokens.next.kind === 'eof') return tokens.fail('no expression found in input', { start: 0, end: 0 });
    const expr = new Parser(tokens, features).whole();
    checkExpr(expr);
    return expr;
  });
}

/** Parses what `match[]` takes: a vector selector without modifiers. */
export function parseSelector(text: string): Result<readonly Matcher[], ParseError> {
  return attempt(() => {
    const tokens = new TokenStream(lex(text));
    if (!tokens.is('{') && !isName(tokens.next)) tokens.unexpected();
    const selector = parseVectorSelector(tokens);
    if (tokens.next.kind !== 'eof') tokens.unexpected();
    checkSelector(selector);
    return selector.matchers;
  });
}

/** The message as Prometheus prints it: `1:5: parse error: ...`. */
export function formatParseError(query: string, { message, range }: ParseError): string {
  if (query === '') return `unknown position: parse error: ${message}`;
  const { line, column } = lineColumn(query, range.start);
  return `${line}:${column}: parse error: ${message}`;
}

function attempt<T>(work: () => T): Result<T, ParseError> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof SyntaxFault) return err(error.fault);
    throw error;
  }
}

/** Loosest first; `^` is right associative and binds tighter than a sign before it. */
const PRECEDENCE: Readonly<Record<string, number>> = {
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
const POWER = 6;

/** Nested deeper than this a query is refused: each level costs stack, and no person writes it. */
const MAX_DEPTH = 500;
/** A chain of operators makes a tree as deep as it is long, so their number is bounded too. */
const MAX_OPERATORS = 1000;

/** As Go's `%f` prints it. */
function bound(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatSampleValue(seconds);
  // Beyond it `toFixed` gives an exponent; all such numbers are whole.
  return Math.abs(seconds) < 1e21 ? seconds.toFixed(6) : `${BigInt(seconds)}.000000`;
}

const WORD_METRICS = new Set(['and', 'or', 'unless', 'by', 'without', 'offset', 'smoothed', 'anchored']);

/** Whether a metric may be called so. */
function isName(token: Token): boolean {
  switch (token.kind) {
    case 'identifier':
    case 'metric-identifier':
    case 'aggregator':
    case 'preprocessor':
      return true;
    case 'keyword':
    case 'operator':
      return WORD_METRICS.has(token.type);
    default:
      return false;
  }
}

const AGGREGATORS_WITH_PARAM: ReadonlySet<Aggregator> = new Set([
  'bottomk',
  'count_values',
  'limit_ratio',
  'limitk',
  'quantile',
  'topk',
]);

export const EXPERIMENTAL_AGGREGATORS: ReadonlySet<Aggregator> = new Set(['limit_ratio', 'limitk']);

class Parser {
  #depth = 0;
  #operators = 0;

  constructor(
    readonly tokens: TokenStream,
    readonly features: PromFeatures,
  ) {}

  whole(): Expr {
    const expr = this.#expr(0);
    if (this.tokens.next.kind !== 'eof') this.tokens.unexpected();
    return expr;
  }

  /** An expression of operators that bind tighter than `above`. */
  #expr(above: number): Expr {
    const { start, end } = this.tokens.next;
    if (++this.#depth > MAX_DEPTH) {
      this.tokens.fail(`expression is nested deeper than ${MAX_DEPTH} levels`, { start, end });
    }
    let left = this.#operand();
    for (;;) {
      const op = this.tokens.next;
      const precedence = op.kind === 'operator' ? PRECEDENCE[op.type] : undefined;
      if (precedence === undefined || precedence <= above) break;
      if (++this.#operators > MAX_OPERATORS) {
        this.tokens.fail(`expression has more than ${MAX_OPERATORS} operators`, { start: op.start, end: op.end });
      }
      left = this.#binary(left, this.tokens.take(), precedence);
    }
    this.#depth--;
    return left;
  }

  #binary(left: Expr, token: Token, precedence: number): Binary {
    const op = token.type as BinaryOp;
    const opPos = { start: token.start, end: token.end };
    const bool = this.tokens.accept('bool') !== undefined;
    const matching = this.#matching();
    const right = this.#expr(op === '^' ? precedence - 1 : precedence);
    const pos = { start: left.pos.start, end: right.pos.end };
    if (matching.fill && !this.features.binopFillModifiers) {
      this.tokens.fail('binop fill modifiers are experimental and not enabled', pos);
    }
    return { kind: 'binary', op, left, right, bool, matching, opPos, pos };
  }

  #matching(): VectorMatching {
    const { tokens } = this;
    const on = tokens.is('on');
    let labels: readonly string[] = [];
    let card: VectorMatching['card'] = 'one-to-one';
    let include: readonly string[] = [];
    if (on || tokens.is('ignoring')) {
      tokens.take();
      labels = parseGrouping(tokens);
      const group = tokens.accept('group_left') ?? tokens.accept('group_right');
      if (group) {
        card = group.type === 'group_left' ? 'many-to-one' : 'one-to-many';
        if (tokens.is('(')) include = parseGrouping(tokens);
      }
    }
    const fill = this.#fill();
    return fill === undefined ? { card, on, labels, include } : { card, on, labels, include, fill };
  }

  /** `fill(v)` for both sides, or `fill_left(v)` and `fill_right(v)` in any order. */
  #fill(): VectorMatching['fill'] {
    const { tokens } = this;
    if (tokens.accept('fill')) {
      const value = this.#fillValue();
      return { left: value, right: value };
    }
    let fill: VectorMatching['fill'];
    for (;;) {
      if (fill?.left === undefined && tokens.accept('fill_left')) fill = { ...fill, left: this.#fillValue() };
      else if (fill?.right === undefined && tokens.accept('fill_right')) fill = { ...fill, right: this.#fillValue() };
      else return fill;
    }
  }

  #fillValue(): number {
    const { tokens } = this;
    tokens.expect('(');
    const negative = tokens.accept('-') !== undefined;
    if (!negative) tokens.accept('+');
    if (!isNumber(tokens.next)) tokens.unexpected();
    const { value } = parseNumber(tokens);
    tokens.expect(')');
    return negative ? -value : value;
  }

  #operand(): Expr {
    const { tokens } = this;
    const { next } = tokens;
    if (next.type !== '-' && next.type !== '+') return this.#postfix(this.#primary());
    tokens.take();
    const op = next.type;
    const expr = this.#expr(POWER - 1);
    const pos = { start: next.start, end: expr.pos.end };
    if (expr.kind === 'number') return { ...expr, value: op === '-' ? -expr.value : expr.value, pos };
    return { kind: 'unary', op, expr, pos };
  }

  #primary(): Expr {
    const { tokens } = this;
    const { next } = tokens;
    if (isNumber(next)) return parseNumber(tokens);
    if (next.kind === 'string') {
      tokens.take();
      return { kind: 'string', value: unquote(next.text), pos: { start: next.start, end: next.end } };
    }
    if (tokens.accept('(')) {
      const expr = this.#expr(0);
      tokens.expect(')');
      return { kind: 'paren', expr, pos: { start: next.start, end: tokens.end } };
    }
    const after = tokens.afterNext;
    const called = after.kind === 'punctuation' && after.type === '(';
    if (next.kind === 'aggregator' && (called || after.type === 'by' || after.type === 'without')) {
      return this.#aggregate();
    }
    if (called && (next.kind === 'identifier' || next.kind === 'preprocessor')) return this.#call();
    if (tokens.is('{') || isName(next)) return parseVectorSelector(tokens);
    return tokens.unexpected();
  }

  #startsOperand(): boolean {
    const { next } = this.tokens;
    if (next.kind === 'string' || isNumber(next) || isName(next)) return true;
    return ['(', '{', '-', '+'].some((sign) => this.tokens.is(sign));
  }

  #aggregate(): Aggregate {
    const { tokens } = this;
    const op = tokens.take();
    let modifier = this.#aggregateModifier();
    if (!tokens.is('(')) tokens.unexpected('aggregation');
    const args = tokens.within('aggregation', () => this.#arguments());
    modifier ??= this.#aggregateModifier();
    const pos = { start: op.start, end: tokens.end };
    if (args.length === 0) tokens.fail('no arguments for aggregate expression provided', pos);
    const name = op.type as Aggregator;
    if (EXPERIMENTAL_AGGREGATORS.has(name) && !this.features.experimentalFunctions) {
      const remedy = 'must be enabled with --enable-feature=promql-experimental-functions';
      tokens.fail(`${name}() is experimental and ${remedy}`, pos);
    }
    const expected = AGGREGATORS_WITH_PARAM.has(name) ? 2 : 1;
    if (args.length !== expected) {
      tokens.fail(
        `wrong number of arguments for aggregate expression provided, expected ${expected}, got ${args.length}`,
        pos,
      );
    }
    const { labels: grouping, without } = modifier ?? { labels: [], without: false };
    const aggregate = { kind: 'aggregate', op: name, expr: args[expected - 1]!, grouping, without, pos } as const;
    return expected === 2 ? { ...aggregate, param: args[0]! } : aggregate;
  }

  #aggregateModifier(): { labels: readonly string[]; without: boolean } | undefined {
    const modifier = this.tokens.accept('by') ?? this.tokens.accept('without');
    return modifier && { labels: parseGrouping(this.tokens), without: modifier.type === 'without' };
  }

  #call(): Expr {
    const { tokens } = this;
    const name = tokens.take();
    const args = this.#arguments();
    const func = name.text;
    const signature = FUNCTIONS.get(func);
    const at = { start: name.start, end: name.end };
    if (signature === undefined) tokens.fail(`unknown function with name ${goQuote(func)}`, at);
    else if (signature.experimental && !this.features.experimentalFunctions) {
      tokens.fail(`function ${goQuote(func)} is not enabled`, at);
    }
    return { kind: 'call', func, args, pos: { start: name.start, end: tokens.end } };
  }

  #arguments(): readonly Expr[] {
    const { tokens } = this;
    tokens.expect('(');
    const args: Expr[] = [];
    if (tokens.accept(')')) return args;
    for (;;) {
      args.push(this.#expr(0));
      const comma = tokens.accept(',');
      if (!comma) break;
      if (!this.#startsOperand()) {
        tokens.fail('trailing commas not allowed in function call args', { start: comma.start, end: comma.end });
      }
    }
    tokens.expect(')');
    return args;
  }

  /** Ranges, `offset` and `@`, which bind to what stands right before them. */
  #postfix(operand: Expr): Expr {
    const { tokens } = this;
    let expr = operand;
    for (;;) {
      if (tokens.is('[')) expr = this.#range(expr);
      else if (tokens.accept('offset')) expr = this.#withOffset(expr, parseOffset(tokens));
      else if (tokens.accept('@')) {
        const parsed = parseAt(tokens);
        if ('outOfBounds' in parsed) {
          return tokens.fail(`timestamp out of bounds for @ modifier: ${bound(parsed.outOfBounds)}`, expr.pos);
        }
        expr = this.#withAt(expr, parsed.at);
      } else if (tokens.accept('anchored')) expr = this.#extended(expr, 'anchored');
      else if (tokens.accept('smoothed')) expr = this.#extended(expr, 'smoothed');
      else return expr;
    }
  }

  #range(expr: Expr): Expr {
    const { tokens } = this;
    const open = tokens.expect('[');
    const parsed = parsePositiveLength(tokens, 'subquery or range selector');
    const range = 'length' in parsed ? { range: parsed.length } : { range: durationMs(0), rangeExpr: parsed.expr };
    if (tokens.accept(':')) {
      const step = tokens.is(']') ? undefined : parsePositiveLength(tokens, 'subquery selector', '"]"');
      tokens.expect(']', 'subquery selector', '"]"');
      const pos = { start: expr.pos.start, end: tokens.end };
      const subquery = { kind: 'subquery', expr, ...range, offset: durationMs(0), pos } as const;
      if (step === undefined) return subquery;
      return 'length' in step ? { ...subquery, step: step.length } : { ...subquery, stepExpr: step.expr };
    }
    tokens.expect(']', 'subquery or range', '":" or "]"');
    const brackets = { start: open.start, end: tokens.end };
    const selector = this.#rangeable(expr, brackets);
    return { kind: 'matrix', selector, ...range, pos: { start: expr.pos.start, end: tokens.end } };
  }

  #rangeable(expr: Expr, brackets: SourceRange): VectorSelector {
    if (expr.kind !== 'vector') return this.tokens.fail('ranges only allowed for vector selectors', brackets);
    if (expr.offset !== 0 || expr.offsetExpr)
      return this.tokens.fail('no offset modifiers allowed before range', brackets);
    if (expr.at) return this.tokens.fail('no @ modifiers allowed before range', brackets);
    return expr;
  }

  /** The modifier does not make the expression's place in the query longer, as in Prometheus. */
  #extended(expr: Expr, extension: 'anchored' | 'smoothed'): Expr {
    const { tokens } = this;
    if (!this.features.extendedRangeSelectors) {
      return tokens.fail(`${extension} modifier is experimental and not enabled`, expr.pos);
    }
    if (expr.kind === 'subquery') tokens.fail(`${extension} modifier is not supported for subqueries`, expr.pos);
    const before = expr.kind === 'matrix' ? expr.selector : expr;
    if (before.kind !== 'vector') return tokens.fail(`${extension} modifier not implemented`, expr.pos);
    if (before.extension !== undefined && before.extension !== extension) {
      tokens.fail('anchored and smoothed modifiers cannot be used together', expr.pos);
    }
    return expr.kind === 'matrix' ? { ...expr, selector: { ...before, extension } } : { ...before, extension };
  }

  #withOffset(expr: Expr, parsed: Length): Expr {
    const pos = { start: expr.pos.start, end: this.tokens.end };
    const before = expr.kind === 'matrix' ? expr.selector : expr;
    if (before.kind !== 'vector' && before.kind !== 'subquery') {
      return this.tokens.fail(
        'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
        expr.pos,
      );
    }
    if (before.offset !== 0 || before.offsetExpr) this.tokens.fail('offset may not be set multiple times', expr.pos);
    const offset = 'length' in parsed ? { offset: parsed.length } : { offset: durationMs(0), offsetExpr: parsed.expr };
    if (expr.kind === 'matrix') return { ...expr, selector: { ...expr.selector, ...offset }, pos };
    return { ...before, ...offset, pos };
  }

  #withAt(expr: Expr, at: At): Expr {
    const pos = { start: expr.pos.start, end: this.tokens.end };
    const before = expr.kind === 'matrix' ? expr.selector : expr;
    if (before.kind !== 'vector' && before.kind !== 'subquery') {
      return this.tokens.fail(
        '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
        expr.pos,
      );
    }
    if (before.at) this.tokens.fail('@ <timestamp> may not be set multiple times', expr.pos);
    if (expr.kind === 'matrix') return { ...expr, selector: { ...expr.selector, at }, pos };
    return { ...before, at, pos };
  }
}
