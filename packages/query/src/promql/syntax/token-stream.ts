import { type ParseError, type SourceRange } from '../../lang/index.js';
import { describe, type Token } from './lex.js';

/** Ends a parse at the first fault. Thrown inside the parser, caught at its entries. */
export class SyntaxFault extends Error {
  constructor(
    message: string,
    readonly range: SourceRange,
  ) {
    super(message);
  }

  get fault(): ParseError {
    return { message: this.message, range: this.range };
  }
}

/** The tokens of one query and the place of the parser among them. */
export class TokenStream {
  #at = 0;
  /** What a fault is said to be in that has no place of its own. */
  #around = '';

  constructor(readonly tokens: readonly Token[]) {}

  /** Reads what stands in `context`, as the grammar's own recovery from a fault names it. */
  within<T>(context: string, read: () => T): T {
    const outer = this.#around;
    this.#around = context;
    const result = read();
    this.#around = outer;
    return result;
  }

  /** The next token. Text that is no token is a fault as soon as it is looked at. */
  get next(): Token {
    const token = this.tokens[Math.min(this.#at, this.tokens.length - 1)]!;
    if (token.kind === 'error') throw new SyntaxFault(token.text, { start: token.start, end: token.end });
    return token;
  }

  /** The token after the next, which may be an error not yet reported. */
  get afterNext(): Token {
    return this.tokens[Math.min(this.#at + 1, this.tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.next;
    this.#at++;
    return token;
  }

  /** Whether the next token is this sign or, in any case, this word. */
  is(type: string): boolean {
    const { kind, type: found } = this.next;
    return found === type && kind !== 'identifier' && kind !== 'string' && kind !== 'metric-identifier';
  }

  /** Takes the next token when it is `type`. */
  accept(type: string): Token | undefined {
    return this.is(type) ? this.take() : undefined;
  }

  expect(type: string, context = this.#around, expected = ''): Token {
    return this.accept(type) ?? this.unexpected(context, expected);
  }

  /** The end of the last token taken. */
  get end(): number {
    return this.tokens[this.#at - 1]?.end ?? 0;
  }

  /** Fails on the next token with Prometheus' words. */
  unexpected(context = this.#around, expected = ''): never {
    const token = this.next;
    const where = context === '' ? '' : ` in ${context}`;
    const wanted = expected === '' ? '' : `, expected ${expected}`;
    throw new SyntaxFault(`unexpected ${describe(token)}${where}${wanted}`, { start: token.start, end: token.end });
  }

  fail(message: string, range: SourceRange): never {
    throw new SyntaxFault(message, range);
  }
}
