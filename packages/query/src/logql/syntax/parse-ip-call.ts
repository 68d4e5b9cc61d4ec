import type { TokenStream } from './token-stream.js';

/** Takes `ip("...")`. */
export function parseIpCall(tokens: TokenStream): string {
  tokens.take();
  tokens.expect('(');
  const value = tokens.string();
  tokens.expect(')');
  return value;
}
