import { err, ok, type Result } from '@bongsu/model';

/** What a pattern is made of: a text to find, or a capture, by name or `_` for one that is not kept. */
export type PatternPart = { readonly text: string } | { readonly capture: string };

const CAPTURE = /<([A-Za-z_][A-Za-z0-9_]*)>/g;

/** `<name>` is a capture, every other text stands for itself. */
function partsOf(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let at = 0;
  for (const found of pattern.matchAll(CAPTURE)) {
    if (found.index > at) parts.push({ text: pattern.slice(at, found.index) });
    parts.push({ capture: found[1]! });
    at = found.index + found[0].length;
  }
  if (at < pattern.length) parts.push({ text: pattern.slice(at) });
  return parts;
}

function consecutive(parts: readonly PatternPart[]): string | undefined {
  for (let i = 1; i < parts.length; i++) {
    const before = parts[i - 1]!;
    const part = parts[i]!;
    if ('capture' in before && 'capture' in part) {
      return `found consecutive capture '<${before.capture}><${part.capture}>': invalid expression`;
    }
  }
  return undefined;
}

/** The pattern of `| pattern`. The error is Loki's (pkg/logql/log/pattern). */
export function parsePattern(pattern: string): Result<readonly PatternPart[], string> {
  const parts = partsOf(pattern);
  if (parts.length === 0)
    return err('parse error at line 1, col 1: syntax error: unexpected $end, expecting IDENTIFIER or LITERAL');
  const names = parts.flatMap((part) => ('capture' in part && part.capture !== '_' ? [part.capture] : []));
  if (names.length === 0) return err('at least one capture is required');
  const fault = consecutive(parts);
  if (fault !== undefined) return err(fault);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  return twice === undefined ? ok(parts) : err(`duplicate capture name (${twice}): invalid expression`);
}

/** The pattern of `|>` and `!>`, which captures nothing. The error is Loki's. */
export function parsePatternFilter(pattern: string): Result<readonly PatternPart[], string> {
  const parts = partsOf(pattern);
  const fault = consecutive(parts);
  if (fault !== undefined) return err(fault);
  const named = parts.find((part) => 'capture' in part && part.capture !== '_');
  return named && 'capture' in named ? err(`named captures are not allowed: found '<${named.capture}>'`) : ok(parts);
}
