/** Kinds of tokens of Go's text/template/parse. */
export type TokenKind =
  | 'error'
  | 'EOF'
  | 'text'
  | 'left delim'
  | 'right delim'
  | 'space'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'string'
  | 'raw string'
  | 'char constant'
  | 'number'
  | 'bool'
  | 'nil'
  | 'dot'
  | '|'
  | '='
  | ':='
  | 'char'
  | '('
  | ')'
  | Keyword;

export type Keyword = (typeof KEYWORDS)[number];
const KEYWORDS = ['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'] as const;

export interface Token {
  readonly kind: TokenKind;
  /** Of an `error`: what is wrong. */
  readonly text: string;
  readonly at: number;
  /** From 1. */
  readonly line: number;
}

export const isKeyword = (kind: TokenKind): kind is Keyword => (KEYWORDS as readonly string[]).includes(kind);

const LEFT = '{{';
const RIGHT = '}}';
const SPACE = ' \t\r\n';
const TRAILING_SPACE = /[ \t\r\n]+$/;
const LEADING_SPACE = /^[ \t\r\n]+/;
const WORD = /[\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]+(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]+)?|0[oO][0-7_]+|0[bB][01_]+|[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]+)?)/y;

const isSpace = (c: string | undefined): boolean => c !== undefined && SPACE.includes(c);
const isWord = (c: string): boolean => /[\p{L}\p{Nd}_]/u.test(c);

/** Splits a template into tokens. The last is `EOF` or an `error`. */
export function lexTemplate(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #counted = 0;
  #parens = 0;

  constructor(readonly source: string) {}

  run(): Token[] {
    let trimNext = false;
    for (;;) {
      const open = this.source.indexOf(LEFT, this.#at);
      let text = this.source.slice(this.#at, open < 0 ? undefined : open);
      const trimHere = open >= 0 && this.#trimsLeft(open + LEFT.length);
      const end = this.#at + text.length;
      if (trimNext) {
        const trimmed = text.replace(LEADING_SPACE, '');
        this.#at += text.length - trimmed.length;
        text = trimmed;
      }
      if (trimHere) text = text.replace(TRAILING_SPACE, '');
      if (text !== '') this.#emit('text', text, this.#at);
      this.#at = end;
      if (open < 0) {
        this.#emit('EOF', '', this.#at);
        return this.#tokens;
      }
      const closed = this.#comment(open + LEFT.length + (trimHere ? 2 : 0));
      if (closed === 'fault') return this.#tokens;
      if (closed === 'none') {
        this.#emit('left delim', LEFT, open);
        this.#at = open + LEFT.length + (trimHere ? 2 : 0);
        this.#parens = 0;
        while (!this.#atRight()) if (!this.#inAction()) return this.#tokens;
        if (this.#parens > 0) {
          this.#fault('unclosed left paren');
          return this.#tokens;
        }
      }
      trimNext = this.#trimsRight();
      if (trimNext) this.#at += 2;
      if (closed === 'none') this.#emit('right delim', RIGHT, this.#at);
      this.#at += RIGHT.length;
    }
  }

  /** Passes over a comment that begins at `at`, up to its closing delimiter. */
  #comment(at: number): 'none' | 'closed' | 'fault' {
    if (!this.source.startsWith('/*', at)) return 'none';
    this.#at = at;
    const close = this.source.indexOf('*/', at + 2);
    if (close < 0) return this.#fault('unclosed comment') || 'fault';
    this.#at = close + 2;
    if (!this.#atRight()) return this.#fault('comment ends before closing delimiter') || 'fault';
    return 'closed';
  }

  #trimsLeft(at: number): boolean {
    return this.source[at] === '-' && isSpace(this.source[at + 1]);
  }

  #trimsRight(): boolean {
    return isSpace(this.source[this.#at]) && this.source.startsWith(`-${RIGHT}`, this.#at + 1);
  }

  #atRight(): boolean {
    return this.source.startsWith(RIGHT, this.#at) || this.#trimsRight();
  }

  /** One token within an action. @returns false at a fault. */
  #inAction(): boolean {
    const start = this.#at;
    const c = this.source[start];
    if (c === undefined) return this.#fault('unclosed action');
    if (isSpace(c)) {
      while (isSpace(this.source[this.#at]) && !this.#trimsRight()) this.#at++;
      return this.#emit('space', this.source.slice(start, this.#at), start);
    }
    switch (c) {
      case '=':
      case '|':
        return this.#take(c, 1);
      case ':':
        return this.source[start + 1] === '=' ? this.#take(':=', 2) : this.#fault('expected :=');
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.#quoted("'", 'char constant', 'unterminated character constant');
      case '`': {
        const close = this.source.indexOf('`', start + 1);
        return close < 0 ? this.#fault('unterminated raw quoted string') : this.#take('raw string', close + 1 - start);
      }
      case '$':
        return this.#name('variable');
      case '(':
        this.#parens++;
        return this.#take('(', 1);
      case ')':
        this.#parens--;
        return this.#parens < 0 ? this.#fault('unexpected right paren') : this.#take(')', 1);
    }
    if (c === '.' && !/[0-9]/.test(this.source[start + 1] ?? '')) return this.#name('field');
    if (/[-+.0-9]/.test(c)) return this.#number();
    const char = String.fromCodePoint(this.source.codePointAt(start)!);
    if (isWord(char)) return this.#identifier();
    if (/[\x21-\x7e]/.test(c)) return this.#take('char', 1);
    return this.#fault(`unrecognized character in action: ${unicode(char)}`);
  }

  /** A field or variable; alone they are the dot and `$`. */
  #name(kind: 'field' | 'variable'): boolean {
    const start = this.#at++;
    if (this.#atTerminator()) {
      return this.#emit(kind === 'field' ? 'dot' : kind, this.source.slice(start, this.#at), start);
    }
    this.#word();
    return this.#ended() && this.#emit(kind, this.source.slice(start, this.#at), start);
  }

  #identifier(): boolean {
    const start = this.#at;
    this.#word();
    if (!this.#ended()) return false;
    const word = this.source.slice(start, this.#at);
    if ((KEYWORDS as readonly string[]).includes(word)) return this.#emit(word as Keyword, word, start);
    if (word === 'nil') return this.#emit('nil', word, start);
    return this.#emit(word === 'true' || word === 'false' ? 'bool' : 'identifier', word, start);
  }

  #word(): void {
    WORD.lastIndex = this.#at;
    WORD.exec(this.source);
    this.#at = WORD.lastIndex;
  }

  #ended(): boolean {
    if (this.#atTerminator()) return true;
    return this.#fault(`bad character ${unicode(String.fromCodePoint(this.source.codePointAt(this.#at)!))}`);
  }

  #atTerminator(): boolean {
    const c = this.source[this.#at];
    return c === undefined || isSpace(c) || '.,|:)('.includes(c) || this.source.startsWith(RIGHT, this.#at);
  }

  #number(): boolean {
    const start = this.#at;
    NUMBER.lastIndex = start;
    NUMBER.exec(this.source);
    this.#at = NUMBER.lastIndex;
    const next = this.source.codePointAt(this.#at);
    if (this.#at > start && (next === undefined || !isWord(String.fromCodePoint(next)))) {
      return this.#emit('number', this.source.slice(start, this.#at), start);
    }
    return this.#fault(`bad number syntax: ${JSON.stringify(this.source.slice(start, this.#at + 1))}`);
  }

  #quoted(quote: string, kind: TokenKind, unterminated: string): boolean {
    const start = this.#at;
    for (let at = start + 1; at < this.source.length; at++) {
      const c = this.source[at];
      if (c === '\\') at++;
      else if (c === '\n') break;
      else if (c === quote) return this.#take(kind, at + 1 - start);
    }
    return this.#fault(unterminated);
  }

  #take(kind: TokenKind, length: number): boolean {
    const start = this.#at;
    this.#at += length;
    return this.#emit(kind, this.source.slice(start, this.#at), start);
  }

  #emit(kind: TokenKind, text: string, at: number): boolean {
    for (; this.#counted < at; this.#counted++) if (this.source[this.#counted] === '\n') this.#line++;
    this.#tokens.push({ kind, text, at, line: this.#line });
    return true;
  }

  #fault(what: string): false {
    this.#emit('error', what, Math.min(this.#at, this.source.length));
    return false;
  }
}

/** A character as Go's `%#U` writes it. */
function unicode(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${char}'`;
}
