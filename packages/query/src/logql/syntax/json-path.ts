import { err, ok, type Result } from '@bongsu/model';
import { unquoteGoString } from '../../lang/index.js';

/** Steps from a JSON text's root: names of objects' entries and places in arrays. */
export type JsonPath = readonly (string | number)[];

type PathToken =
  | { readonly kind: 'DOT' | 'LSB' | 'RSB' | '$end' }
  | { readonly kind: 'FIELD' | 'STRING'; readonly name: string }
  | { readonly kind: 'INDEX'; readonly index: number }
  /** Loki takes it for the end, and names it only where the end may stand. */
  | { readonly kind: 'bad'; readonly message: string };

const FIELD = /[A-Za-z_][A-Za-z0-9_]*/y;
const STRING = /"(?:[^"\\]|\\[^])*"/y;
const INDEX = /\d+(?=[\s\]])/y;

class PathLexer {
  #at = 0;

  constructor(readonly text: string) {}

  next(): PathToken {
    while (/[ \t\n]/.test(this.text[this.#at] ?? '')) this.#at++;
    const c = this.text[this.#at];
    if (c === undefined) return { kind: '$end' };
    if (c === '.' || c === '[' || c === ']') {
      this.#at++;
      return { kind: c === '.' ? 'DOT' : c === '[' ? 'LSB' : 'RSB' };
    }
    const field = this.#take(FIELD);
    if (field) return { kind: 'FIELD', name: field[0] };
    const string = this.#take(STRING);
    if (string) {
      const name = unquoteGoString(string[0]);
      return name.ok ? { kind: 'STRING', name: name.value } : { kind: 'bad', message: name.error };
    }
    const index = this.#take(INDEX);
    if (index) return { kind: 'INDEX', index: Number(index[0]) };
    return { kind: 'bad', message: `unexpected char ${String.fromCodePoint(this.text.codePointAt(this.#at)!)}` };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

/** Reads `a.b[0]["c d"]`, the expressions of `| json x="..."`. The error is Loki's (pkg/logql/log/jsonexpr). */
export function parseJsonPath(expression: string): Result<JsonPath, string> {
  const lexer = new PathLexer(expression);
  const path: (string | number)[] = [];
  for (;;) {
    let token = lexer.next();
    if (path.length > 0) {
      if (token.kind === '$end') return ok(path);
      if (token.kind === 'bad') return err(token.message);
      if (token.kind !== 'DOT' && token.kind !== 'LSB') return unexpected(token);
      if (token.kind === 'DOT') {
        token = lexer.next();
        if (token.kind !== 'FIELD') return unexpected(token, 'FIELD');
      }
    }
    if (token.kind === 'FIELD') {
      path.push(token.name);
      continue;
    }
    if (token.kind !== 'LSB') return unexpected(token, 'LSB or FIELD');
    const step = lexer.next();
    if (step.kind === 'STRING') path.push(step.name);
    else if (step.kind === 'INDEX') path.push(step.index);
    else return unexpected(step, 'STRING or INDEX');
    const close = lexer.next();
    if (close.kind !== 'RSB') return unexpected(close, 'RSB');
  }
}

function unexpected({ kind }: PathToken, expecting = ''): Result<never, string> {
  const hint = expecting === '' ? '' : `, expecting ${expecting}`;
  return err(`syntax error: unexpected ${kind === 'bad' ? '$end' : kind}${hint}`);
}
