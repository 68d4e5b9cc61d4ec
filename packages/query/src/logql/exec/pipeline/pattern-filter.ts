import { parsePatternFilter, type PatternPart } from '../../syntax/index.js';

/**
 * The test of `|> "a <_> b"`: the pattern must take the whole line, and each `<_>` at least one character. A text is
 * found where it first occurs, without trying further places (pkg/logql/log/pattern/pattern.go, `Test`).
 */
export function patternPredicate(pattern: string): (line: string) => boolean {
  const parsed = parsePatternFilter(pattern);
  if (!parsed.ok) throw new Error(`BUG: pattern not checked: ${parsed.error}`);
  const parts = parsed.value;
  if (parts.length === 0) return (line) => line === '';
  return (line) => line !== '' && takesAll(parts, line);
}

function takesAll(parts: readonly PatternPart[], line: string): boolean {
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (!('text' in part)) continue;
    const found = line.indexOf(part.text, at);
    if (found < 0 || (i === 0) !== (found === at)) return false;
    at = found + part.text.length;
  }
  return 'capture' in parts.at(-1)! === at < line.length;
}
