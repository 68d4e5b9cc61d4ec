import { durationMs, millis, type DurationMs, type Millis } from '@bongsu/model';
import { parseDuration } from '../../lang/index.js';
import type { At, NumberLiteral } from './ast.js';
import type { Token } from './lex.js';
import type { TokenStream } from './token-stream.js';

/** A number's value: decimal, hexadecimal or, with a leading 0, octal; `_` between digits; `Inf` and `NaN` in any case. */
export function numberValue(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (digits === 'inf') return Infinity;
  if (digits === 'nan') return NaN;
  return /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
}

export const isNumber = (token: Token): boolean => token.kind === 'number' || token.kind === 'duration';

/** A number, or a duration as its seconds. */
export function parseNumber(tokens: TokenStream): NumberLiteral {
  const token = tokens.take();
  const pos = { start: token.start, end: token.end };
  if (token.kind === 'number') return { kind: 'number', value: numberValue(token.text), pos };
  const duration = parseDuration(token.text);
  if (!duration.ok) return tokens.fail(duration.error, pos);
  return { kind: 'number', value: duration.value / 1000, duration: true, pos };
}

// What a 64-bit count of nanoseconds holds, as in Prometheus.
const MAX_DURATION_SECONDS = 2 ** 63 / 1e9;

/** A number of seconds or a duration, where a length of time is wanted. */
export function parseLength(tokens: TokenStream, context: string, expected: string): DurationMs {
  if (tokens.next.kind === 'operator' || tokens.is('(') || tokens.next.kind === 'keyword') refuseExpression(tokens);
  if (!isNumber(tokens.next)) return tokens.unexpected(context, expected);
  const { value, pos } = parseNumber(tokens);
  if (Number.isNaN(value) || value > MAX_DURATION_SECONDS) return tokens.fail('duration out of range', pos);
  return durationMs(Math.round(value * 1000));
}

/** As `parseLength`, of more than 0. */
export function parsePositiveLength(tokens: TokenStream, context: string, expected: string): DurationMs {
  const { start } = tokens.next;
  const length = parseLength(tokens, context, expected);
  if (length <= 0) tokens.fail('duration must be greater than 0', { start, end: tokens.end });
  if (tokens.next.kind === 'operator') refuseExpression(tokens);
  return length;
}

function refuseExpression(tokens: TokenStream): never {
  const { start, end } = tokens.next;
  return tokens.fail('not supported yet: arithmetic on durations', { start, end });
}

/** What follows `offset`. */
export function parseOffset(tokens: TokenStream): DurationMs {
  const sign = tokens.accept('-') ? -1 : (tokens.accept('+'), 1);
  const length = parseLength(tokens, 'offset', 'number or duration');
  return durationMs(length === 0 ? 0 : sign * length);
}

/** What follows `@`. */
export function parseAt(tokens: TokenStream): { at: At } | { outOfBounds: number } {
  const { next } = tokens;
  if (next.kind === 'preprocessor') {
    tokens.take();
    tokens.expect('(');
    tokens.expect(')');
    return { at: { kind: next.type === 'start' ? 'start' : 'end' } };
  }
  const sign = tokens.accept('-') ? -1 : (tokens.accept('+'), 1);
  if (!isNumber(tokens.next)) return tokens.unexpected('@', 'timestamp');
  const seconds = sign * parseNumber(tokens).value;
  // What a 64-bit integer holds, as in Prometheus.
  if (!(Math.abs(seconds) < 2 ** 63)) return { outOfBounds: seconds };
  return { at: { kind: 'time', time: millisOf(seconds) } };
}

const millisOf = (seconds: number): Millis => millis(Math.round(seconds * 1000) + 0);
