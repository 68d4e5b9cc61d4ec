export type ScanKind = 'string' | 'word' | 'number' | 'operator' | 'comment';

/** A token of unfinished text. UTF-16 offsets, `end` exclusive. */
export interface ScanToken {
  readonly kind: ScanKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** False for a string whose closing quote has not been typed. */
  readonly closed: boolean;
}

const STRING = /"(?:[^"\\\n]|\\.)*("?)|`[^`]*(`?)/y;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const NUMBER = /\d[\d.]*(?:[a-zA-Zµ]+[\d.]*)*/y;
/** TraceQL's attribute names hold dots, dashes, slashes and a scope before a colon. */
const ATTRIBUTE = /[.\p{L}_][\p{L}\p{Nd}_.\-/:]*/uy;
const LABEL = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const OPERATOR = /\|=|\|~|\|>|!=|!~|!>|=~|==|>=|<=|&&|\|\||>>|<<|!?[&<>~]{1,2}|[\s\S]/uy;

/**
 * Tokens of text that is being typed; never fails. Comments are tokens of LogQL only.
 * The parser of the language is on the server: this one is for colours and for what to offer at the cursor.
 */
export function scan(text: string, language: 'logql' | 'traceql'): readonly ScanToken[] {
  const tokens: ScanToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const rules: readonly (readonly [ScanKind, RegExp])[] = [
    ...(language === 'logql' ? [['comment', COMMENT] as const] : []),
    ['string', STRING],
    ['number', NUMBER],
    ['word', language === 'logql' ? LABEL : ATTRIBUTE],
    ['operator', OPERATOR],
  ];
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    for (const [kind, pattern] of rules) {
      const found = take(pattern);
      if (!found) continue;
      const closed = kind !== 'string' || Boolean(found[1] ?? found[2]);
      tokens.push({ kind, text: found[0], start: at, end: at + found[0].length, closed });
      at += found[0].length;
      break;
    }
  }
  return tokens;
}

/** The brackets that are open after the last token, outermost first: their indexes among the tokens. */
export function openBrackets(tokens: readonly ScanToken[]): readonly number[] {
  const stack: number[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'operator') return;
    if (text === '{' || text === '(' || text === '[') stack.push(index);
    else if (text === '}' || text === ')' || text === ']') stack.pop();
  });
  return stack;
}

/** What is being typed at the end of the text: a word, an unfinished string, or nothing yet. */
export interface Typed {
  readonly kind: 'word' | 'string' | 'none';
  /** Where a completion begins; after the quote of a string. */
  readonly from: number;
  /** The tokens before it. */
  readonly before: readonly ScanToken[];
}

export function typedAtEnd(tokens: readonly ScanToken[], length: number): Typed {
  const last = tokens.at(-1);
  if (last?.kind === 'string' && !last.closed)
    return { kind: 'string', from: last.start + 1, before: tokens.slice(0, -1) };
  if (last && (last.kind === 'word' || last.kind === 'number') && last.end === length) {
    return { kind: 'word', from: last.start, before: tokens.slice(0, -1) };
  }
  return { kind: 'none', from: length, before: tokens };
}
