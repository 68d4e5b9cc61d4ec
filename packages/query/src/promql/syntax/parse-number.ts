import { err, millis, ok, type Millis, type Result } from '@bongsu/model';
import { parseDuration } from '../../lang/index.js';
import type { At, NumberLiteral } from './ast.js';
import type { Token } from './lex.js';
import { goQuote } from './quote.js';
import type { TokenStream } from './token-stream.js';

/** A number's value: decimal, hexadecimal or, with a leading 0, octal; `_` between digits; `Inf` and `NaN` in any case. */
function numberValue(text: string): Result<number, 'value out of range' | 'invalid syntax'> {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits === 'inf') return ok(Infinity);
  if (digits === 'nan') return ok(NaN);
  // Hexadecimal numbers are integers of 64 bits.
  if (digits.startsWith('0x')) return Number(digits) < 2 ** 63 ? ok(Number(digits)) : err('invalid syntax');
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return Number.isFinite(value) ? ok(value) : err('value out of range');
}

export const isNumber = (token: Token): boolean => token.kind === 'number' || token.kind === 'duration';

/** A number, or a duration as its seconds. */
export function parseNumber(tokens: TokenStream): NumberLiteral {
  const token = tokens.take();
  const pos = { start: token.start, end: token.end };
  if (token.kind === 'number') {
    const value = numberValue(token.text);
    if (value.ok) return { kind: 'number', value: value.value, pos };
    return tokens.fail(`error parsing number: strconv.ParseFloat: parsing ${goQuote(token.text)}: ${value.error}`, pos);
  }
  const duration = parseDuration(token.text);
  if (!duration.ok) return tokens.fail(duration.error, pos);
  return { kind: 'number', value: duration.value / 1000, duration: true, pos };
}

/** What follows `@`. */
export function parseAt(tokens: TokenStream): { at: At } | { outOfBounds: number } {
  const { next } = tokens;
  if (next.kind === 'preprocessor' && (next.type === 'start' || next.type === 'end')) {
    tokens.take();
    tokens.expect('(');
    tokens.expect(')');
    return { at: { kind: next.type } };
  }
  const sign = tokens.accept('-') ? -1 : (tokens.accept('+'), 1);
  if (!isNumber(tokens.next)) return tokens.unexpected('@', 'timestamp');
  const seconds = sign * parseNumber(tokens).value;
  // What a 64-bit integer holds, as in Prometheus.
  if (!(Math.abs(seconds) < 2 ** 63)) return { outOfBounds: seconds };
  return { at: { kind: 'time', time: millisOf(seconds) } };
}

const millisOf = (seconds: number): Millis => millis(Math.round(seconds * 1000) + 0);
