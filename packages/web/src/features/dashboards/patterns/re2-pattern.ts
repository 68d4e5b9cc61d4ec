import { RE2JS } from 're2js';
import { type CompilePattern, type Pattern, type PatternMatch } from './pattern.js';

/** A compiler of patterns that remembers what it has compiled: the same override is tried on every field. */
export function re2Patterns(): CompilePattern {
  const known = new Map<string, Pattern | undefined>();
  return (text, whole = false) => {
    const key = `${String(whole)}${text}`;
    if (!known.has(key)) known.set(key, compile(text, whole));
    return known.get(key);
  };
}

function compile(text: string, whole: boolean): Pattern | undefined {
  const slashed = /^\/([\s\S]*)\/([gimsuy]*)$/.exec(text);
  const letters = slashed?.[2] ?? '';
  const source = slashed?.[1] ?? (whole ? `^(?:${text})$` : text);
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source.replaceAll('(?<', '(?P<'), flagsOf(letters));
  } catch {
    return undefined;
  }
  const names = pattern.namedGroups();
  const groups = pattern.groupCount();
  return {
    test: (subject) => pattern.matcher(subject).find(),
    matches: (subject) => {
      const found: PatternMatch[] = [];
      const matcher = pattern.matcher(subject);
      while (matcher.find()) {
        const named = Object.fromEntries(
          Object.keys(names).flatMap((name) => {
            const value = matcher.group(name);
            return value === null ? [] : [[name, value]];
          }),
        );
        found.push({
          whole: matcher.group() ?? '',
          group: groups > 0 ? (matcher.group(1) ?? undefined) : undefined,
          named,
        });
        if (!letters.includes('g')) break;
      }
      return found;
    },
    replace: (subject, replacement) => {
      const matcher = pattern.matcher(subject);
      return letters.includes('g') ? matcher.replaceAll(replacement) : matcher.replaceFirst(replacement);
    },
  };
}

function flagsOf(letters: string): number {
  return (
    (letters.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (letters.includes('s') ? RE2JS.DOTALL : 0) |
    (letters.includes('m') ? RE2JS.MULTILINE : 0)
  );
}
