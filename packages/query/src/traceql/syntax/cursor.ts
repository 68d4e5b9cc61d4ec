import type { SourceRange } from '../../lang/index.js';
import type { SyntaxFault } from './ast.js';
import type { Token } from './lex.js';

/** Leaves the recursive descent; caught at its one entry. */
export class Refused extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.message);
  }
}

/** Deeper parentheses are no question of a person; each level takes a few frames of the stack. */
const MAX_NESTING = 500;
/** Operands of one query; more would be a program, not a question. */
export const MAX_CONDITIONS = 1000;

/** A place in the tokens of a query, and what is asked about the token there. */
export class Cursor {
  #at = 0;
  #nesting = 0;
  #operands = 0;
  /** Something was read that is not in Tempo's language. */
  extended = false;

  constructor(readonly tokens: readonly Token[]) {}

  get token(): Token {
    return this.tokens[this.#at]!;
  }

  /** The token after the next one. */
  get following(): Token {
    return this.tokens[Math.min(this.#at + 1, this.tokens.length - 1)]!;
  }

  /** Where the token before the cursor ends. */
  get before(): number {
    return this.tokens[this.#at - 1]?.range.end ?? 0;
  }

  take(): Token {
    const { token } = this;
    if (token.kind !== '$end') this.#at++;
    return token;
  }

  is(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  isWord(...words: readonly string[]): boolean {
    return this.token.kind === 'IDENTIFIER' && words.includes(this.token.text);
  }

  open(): void {
    this.expect('(');
  }

  /** Takes the operator if it is next. */
  skip(operator: string): boolean {
    const next = this.is(operator);
    if (next) this.take();
    return next;
  }

  expect(operator: string): void {
    if (!this.skip(operator)) this.unexpected();
  }

  /** Runs `inner` between parentheses of any kind, of which the opening one was taken. */
  nested<T>(inner: () => T): T {
    if (++this.#nesting > MAX_NESTING) {
      this.refuse('check', this.token.range, `parentheses nest deeper than ${MAX_NESTING}`);
    }
    const value = inner();
    this.#nesting--;
    return value;
  }

  countOperand(): void {
    if (++this.#operands > MAX_CONDITIONS) {
      this.refuse('check', this.token.range, `more than ${MAX_CONDITIONS} conditions in one query`);
    }
  }

  unexpected(token = this.token): never {
    const name = token.kind === '$end' ? 'end of query' : token.text;
    this.refuse('parse', token.range, `syntax error: unexpected ${name}`);
  }

  refuse(kind: SyntaxFault['kind'], range: SourceRange, message: string): never {
    throw new Refused({ kind, message, range });
  }
}
