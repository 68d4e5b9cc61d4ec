import { durationMs, type DurationMs } from '@bongsu/model';
import type { SourceRange } from '../../lang/index.js';
import type { DurationExpr, DurationOp, DurationTerm } from './ast.js';
import { isNumber, parseNumber } from './parse-number.js';
import type { TokenStream } from './token-stream.js';

/** A length of time: known, or to be computed when the query's step and range are. */
export type Length = { readonly length: DurationMs } | { readonly expr: DurationExpr };

const WANTED = 'number, duration, step(), or range()';

/** Loosest first; `^` is right associative and binds tighter than a sign before it. */
const PRECEDENCE: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 };
const POWER = 3;

// What a 64-bit count of nanoseconds holds, as in Prometheus.
const MAX_SECONDS = 2 ** 63 / 1e9;

/** What follows `[` or, in a subquery, `:`: more than 0 as far as that is known here. */
export function parsePositiveLength(tokens: TokenStream, context: string, orElse = ''): Length {
  const expected = orElse === '' ? WANTED : `number, duration, step(), range(), or ${orElse}`;
  const term = new DurationParser(tokens, context, expected).expr(0);
  if (term.kind === 'number' && term.value <= 0) tokens.fail('duration must be greater than 0', term.pos);
  return lengthOf(term);
}

/**
 * What follows `offset`. Only what stands in parentheses is arithmetic here: `a offset 5m + 1m` adds to the series.
 */
export function parseOffset(tokens: TokenStream): Length {
  return lengthOf(new DurationParser(tokens, 'offset', WANTED).offset());
}

const lengthOf = (term: DurationTerm): Length =>
  term.kind === 'number' ? { length: wholeMillis(term.value) } : { expr: term };

/** Whole nanoseconds, cut to milliseconds, as Prometheus has them; never -0. */
const wholeMillis = (seconds: number): DurationMs => durationMs(Math.trunc(Math.round(seconds * 1e9) / 1e6) + 0);

class DurationParser {
  constructor(
    readonly tokens: TokenStream,
    readonly context: string,
    readonly expected: string,
  ) {}

  offset(): DurationTerm {
    const { next } = this.tokens;
    if (isNumber(next)) return this.#number();
    if (next.type === '-' || next.type === '+') {
      this.tokens.take();
      const { tokens } = this;
      const operand = tokens.is('(') ? this.#parenthesized() : isNumber(tokens.next) ? this.#number() : this.#called();
      return this.#signed(next.type, next, operand);
    }
    return next.kind === 'preprocessor' ? this.#called() : this.expr(0);
  }

  /** Operators that bind tighter than `above`. */
  expr(above: number): DurationTerm {
    const { tokens } = this;
    let left = this.#operand();
    for (;;) {
      const op = tokens.next;
      const precedence = op.kind === 'operator' ? PRECEDENCE[op.type] : undefined;
      if (precedence === undefined || precedence <= above) return left;
      tokens.take();
      const right = this.expr(op.type === '^' ? precedence - 1 : precedence);
      if (right.kind === 'number' && right.value === 0) {
        if (op.type === '/') tokens.fail('division by zero', { start: op.start, end: op.end });
        if (op.type === '%') tokens.fail('modulo by zero', { start: op.start, end: op.end });
      }
      const pos = { start: left.pos.start, end: right.pos.end };
      left = { kind: 'duration', op: op.type as DurationOp, left, right, wrapped: false, pos };
    }
  }

  #operand(): DurationTerm {
    const { tokens } = this;
    const { next } = tokens;
    if (next.type === '-' || next.type === '+') {
      tokens.take();
      return this.#signed(next.type, next, this.expr(POWER - 1));
    }
    if (isNumber(next)) return this.#number();
    return tokens.is('(') ? this.#parenthesized() : this.#called();
  }

  #number(): DurationTerm {
    const literal = parseNumber(this.tokens);
    if (!(Math.abs(literal.value) <= MAX_SECONDS)) this.tokens.fail('duration out of range', literal.pos);
    return literal;
  }

  #signed(op: '+' | '-', sign: SourceRange, operand: DurationTerm): DurationTerm {
    const pos = { start: sign.start, end: operand.pos.end };
    if (operand.kind === 'number') return { ...operand, value: op === '-' ? -operand.value : operand.value, pos };
    return op === '+' ? operand : { kind: 'duration', op, right: operand, wrapped: false, pos };
  }

  #parenthesized(): DurationExpr {
    const { start } = this.tokens.take();
    const inner = this.expr(0);
    this.#expect(')');
    // As in Prometheus the place of arithmetic in parentheses is that of the arithmetic.
    if (inner.kind === 'duration') return { ...inner, wrapped: true };
    return { kind: 'duration', op: '+', right: inner, wrapped: true, pos: { start, end: this.tokens.end } };
  }

  /** `step()`, `range()`, `min_of(a, b)`, `max_of(a, b)`. */
  #called(): DurationExpr {
    const { tokens } = this;
    const name = tokens.next;
    const op = name.type as DurationOp;
    const isCall = op === 'step' || op === 'range' || op === 'min_of' || op === 'max_of';
    if (name.kind !== 'preprocessor' || !isCall) return tokens.unexpected(this.context, this.expected);
    tokens.take();
    this.#expect('(');
    if (op === 'step' || op === 'range') {
      this.#expect(')');
      return { kind: 'duration', op, wrapped: false, pos: { start: name.start, end: tokens.end } };
    }
    const left = this.expr(0);
    this.#expect(',');
    const right = this.expr(0);
    this.#expect(')');
    return { kind: 'duration', op, left, right, wrapped: false, pos: { start: name.start, end: tokens.end } };
  }

  #expect(type: string): void {
    this.tokens.expect(type, this.context, this.expected);
  }
}
