import type { Parameter, Statement } from '@bongsu/query/sql';

const PLACEHOLDER = /\{p(\d+):([^{}]*)\}/y;

/** The index after the quoted text that opens at `at`; backslash and doubled quotes escape. */
function endOfQuoted(sql: string, at: number): number {
  const quote = sql[at];
  for (let i = at + 1; i < sql.length; i++) {
    if (sql[i] === '\\') i++;
    else if (sql[i] === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return sql.length;
}

/** The index after what opens at `at` and is no place for a placeholder, or `at` when nothing such opens there. */
function endOfOpaque(sql: string, at: number): number {
  switch (sql[at]) {
    case "'":
    case '"':
    case '`':
      return endOfQuoted(sql, at);
    case '-':
      if (sql[at + 1] !== '-') return at;
      return sql.includes('\n', at) ? sql.indexOf('\n', at) : sql.length;
    case '/':
      if (sql[at + 1] !== '*') return at;
      return sql.includes('*/', at + 2) ? sql.indexOf('*/', at + 2) + 2 : sql.length;
    default:
      return at;
  }
}

/**
 * The statement's SQL with each `{pN:Type}` outside quotes and comments replaced by `write(parameter, N)`.
 * What `write` returns is never scanned again. A placeholder without its parameter is a bug and throws.
 */
export function replacePlaceholders(
  statement: Statement,
  write: (parameter: Parameter, number: number) => string,
): string {
  const { sql, params } = statement;
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < sql.length) {
    if (sql[at] === '{') {
      PLACEHOLDER.lastIndex = at;
      const match = PLACEHOLDER.exec(sql);
      if (match) {
        const number = Number(match[1]);
        const parameter = params[number - 1];
        if (parameter === undefined) throw new Error(`BUG: ${match[0]} has no parameter (there are ${params.length})`);
        if (parameter.type !== match[2]) throw new Error(`BUG: ${match[0]} is given a ${parameter.type}`);
        out += sql.slice(copied, at) + write(parameter, number);
        at = copied = at + match[0].length;
        continue;
      }
    }
    at = Math.max(endOfOpaque(sql, at), at + 1);
  }
  return out + sql.slice(copied);
}
