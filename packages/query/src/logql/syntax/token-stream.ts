import type { SourceRange } from '../../lang/index.js';
import type { SyntaxFault } from './ast.js';
import { tokenName, type Token, type TokenKind } from './lex.js';

/** Nested deeper than this a query is refused: each level costs stack in all that reads the tree, and no person writes it. */
export const MAX_DEPTH = 500;
export const TOO_DEEP = `expression is nested deeper than ${MAX_DEPTH} levels`;

/** Leaves the recursive descent; caught at its entries. */
export class Refused extends Error {
  constructor(readonly fault: SyntaxFault) {
    super(fault.message);
  }
}

type TokenOf<K extends TokenKind> = Token & { readonly kind: K };

/** The tokens of one query and the place of the parser among them. */
export class TokenStream {
  #at = 0;
  #deferred: SyntaxFault | undefined;

  constructor(
    readonly source: string,
    readonly tokens: readonly Token[],
  ) {}

  get next(): Token {
    return this.tokens[this.#at]!;
  }

  get afterNext(): Token {
    return this.tokens[this.#at + 1] ?? this.next;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== '$end') this.#at++;
    return token;
  }

  /** Takes the tokens that start before an offset. */
  skipTo(offset: number): void {
    while (this.next.kind !== '$end' && this.next.range.start < offset) this.#at++;
  }

  /** Where the last token taken ends. */
  get end(): number {
    return this.tokens[this.#at - 1]?.range.end ?? 0;
  }

  is(kind: 'operator' | 'keyword' | 'function', text: string): boolean {
    return this.next.kind === kind && this.next.text === text;
  }

  /** Takes the next token when it is this operator or keyword. */
  accept(kind: 'operator' | 'keyword', text: string): boolean {
    if (!this.is(kind, text)) return false;
    this.#at++;
    return true;
  }

  /** `expecting` names what may stand here; Loki names up to four, and nothing where more may. */
  expect(operator: string, expecting = operator): void {
    if (!this.accept('operator', operator)) this.unexpected(expecting);
  }

  expectKind<K extends TokenKind>(kind: K, expecting: string = kind): TokenOf<K> {
    const token = this.next;
    if (!isOf(token, kind)) return this.unexpected(expecting);
    this.#at++;
    return token;
  }

  string(expecting = 'STRING'): string {
    return this.expectKind('STRING', expecting).value;
  }

  /** Fails on the next token with goyacc's words. */
  unexpected(expecting = ''): never {
    const token = this.next;
    if (token.kind === 'bad') this.refuse('parse', token.message, token.range);
    const hint = expecting === '' ? '' : `, expecting ${expecting}`;
    this.refuse('parse', `syntax error: unexpected ${tokenName(token)}${hint}`, token.range);
  }

  refuse(kind: SyntaxFault['kind'], message: string, range: SourceRange): never {
    throw new Refused({ kind, message, range });
  }

  /** Notes what has no meaning. Loki says so only of a query that parses to its end; the first fault counts. */
  defer(message: string, range: SourceRange): void {
    this.#deferred ??= { kind: 'check', message, range };
  }

  /** Nothing may follow, and nothing without meaning may have been noted. */
  finish(): void {
    if (this.next.kind !== '$end') this.unexpected();
    if (this.#deferred) throw new Refused(this.#deferred);
  }
}

const isOf = <K extends TokenKind>(token: Token, kind: K): token is TokenOf<K> => token.kind === kind;
