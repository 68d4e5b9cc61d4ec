import { parseGoFloat, type SourceRange } from '../../lang/index.js';
import type { Token } from './lex.js';
import type { TokenStream } from './token-stream.js';

export interface WrittenNumber {
  readonly value: number;
  /** Sign and digits as written, without space between them. */
  readonly text: string;
  readonly range: SourceRange;
}

/** Whether a number with or without its sign starts here. */
export const startsNumber = ({ kind, text }: Token): boolean =>
  kind === 'NUMBER' || (kind === 'operator' && (text === '+' || text === '-'));

/** A number with its sign, which belongs to the literal: `-2^2` is 4. */
export function parseSignedNumber(tokens: TokenStream): WrittenNumber {
  const { start } = tokens.next.range;
  const sign = tokens.accept('operator', '-') ? '-' : tokens.accept('operator', '+') ? '+' : '';
  const { value, text } = parsePlainNumber(tokens, 'unable to parse literal as a float');
  return { value: sign === '-' ? -value : value, text: sign + text, range: { start, end: tokens.end } };
}

/** A number without sign. `fault` introduces what is wrong with one that Go cannot read, such as `0x1F`. */
export function parsePlainNumber(tokens: TokenStream, fault: string): WrittenNumber {
  const { text, range } = tokens.expectKind('NUMBER');
  const value = parseGoFloat(text);
  if (value.ok) return { value: value.value, text, range };
  tokens.defer(`${fault}: ${value.error}`, range);
  return { value: 0, text, range };
}
