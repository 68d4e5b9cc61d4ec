import { err, ok, type Result } from '@bongsu/model';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign';
  /** As it is written; a quoted name without its quotes. */
  readonly text: string;
  /** Bytes before it; 0-based. */
  readonly at: number;
}

/** Why a text cannot be cut into tokens, and where. */
export interface TokenProblem {
  readonly at: number;
  readonly message: string;
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:\d|\.\d)[\w.]*(?:(?<=[eE])[+-]\w+)?/y;
const SPACE = /[ \t\r\n\f\v]+/y;

/**
 * Cuts SQL into tokens exactly where ClickHouse's lexer does (src/Parsers/Lexer.cpp). What that lexer reads in ways of
 * its own (heredocs, `#` comments, typographic quotes and spaces) is refused, so that the two can never disagree on what
 * stands inside quotes.
 */
export function tokens(sql: string): Result<readonly Token[], TokenProblem> {
  const found: Token[] = [];
  let at = 0;
  const sticky = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(sql)?.[0];
  };
  while (at < sql.length) {
    const char = sql.charAt(at);
    const space = sticky(SPACE);
    if (space !== undefined) {
      at += space.length;
    } else if (sql.startsWith('--', at)) {
      at = endOr(sql, sql.indexOf('\n', at));
    } else if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      if (end < 0) return err({ at, message: 'the comment does not end' });
      at = end + 2;
    } else if (char === "'" || char === '"' || char === '`') {
      const end = endOfQuoted(sql, at);
      if (end === undefined) return err({ at, message: `the ${char} is not closed` });
      found.push({ kind: char === "'" ? 'text' : 'quoted', text: sql.slice(at + 1, end - 1), at });
      at = end;
    } else {
      const word = sticky(WORD);
      const number = word === undefined ? sticky(NUMBER) : undefined;
      const text = word ?? number ?? char;
      if (word === undefined && number === undefined && !/^[!-~]$/.test(char)) {
        return err({ at, message: `${JSON.stringify(char)} may stand in quotes alone` });
      }
      if (text === '$' || text === '#') return err({ at, message: `${text} is not supported here` });
      found.push({ kind: word !== undefined ? 'word' : number !== undefined ? 'number' : 'sign', text, at });
      at += text.length;
    }
  }
  return ok(found);
}

const endOr = (sql: string, at: number): number => (at < 0 ? sql.length : at);

/** The index after what opens at `at`; a backslash and a doubled quote escape. */
function endOfQuoted(sql: string, at: number): number | undefined {
  const quote = sql.charAt(at);
  for (let i = at + 1; i < sql.length; i++) {
    if (sql[i] === '\\') i++;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return undefined;
}
