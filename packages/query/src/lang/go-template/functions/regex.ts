import { RE2JS, RE2JSSyntaxException } from 're2js';
import { CallFailure, type GoFunction } from '../value.js';
import { checkLength, fixed } from './define.js';

/** Patterns compiled last; templates mostly have one, written into them. */
const MAX_PATTERNS = 64;

class Patterns {
  readonly #compiled = new Map<string, RE2JS>();

  get(pattern: string): RE2JS {
    const known = this.#compiled.get(pattern);
    if (known) return known;
    let re: RE2JS;
    try {
      re = RE2JS.compile(pattern);
    } catch (error) {
      if (error instanceof RE2JSSyntaxException) throw new CallFailure(error.message);
      throw error;
    }
    if (this.#compiled.size >= MAX_PATTERNS) this.#compiled.clear();
    this.#compiled.set(pattern, re);
    return re;
  }
}

interface Match {
  readonly start: number;
  readonly end: number;
  group(reference: string): string;
}

/** All matches in order; an empty one right behind another does not count, as in Go. */
function* matchesOf(re: RE2JS, text: string): Generator<Match> {
  const matcher = re.matcher(text);
  const names = re.namedGroups();
  let last = -1;
  while (matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    if (end === start && start === last) continue;
    last = end;
    const group = (reference: string): string => {
      const number = /^\d+$/.test(reference)
        ? Number(reference)
        : Object.hasOwn(names, reference)
          ? names[reference]!
          : -1;
      return number < 0 || number > matcher.groupCount() ? '' : (matcher.group(number) ?? '');
    };
    yield { start, end, group };
  }
}

function replaceAll(re: RE2JS, text: string, replacement: (match: Match) => string): string {
  let replaced = '';
  let copied = 0;
  for (const match of matchesOf(re, text)) {
    replaced += text.slice(copied, match.start) + replacement(match);
    copied = match.end;
    checkLength(replaced.length);
  }
  return replaced + text.slice(copied);
}

/** `$1`, `${name}` and `$$` of a replacement; the longest name counts, so `$1x` is the group `1x`. */
const expand = (template: string, match: Match): string =>
  template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    const reference = braced ?? bare;
    return reference === undefined ? '$' : match.group(reference);
  });

/** Functions over RE2 patterns; the pattern comes first. */
export function regexFunctions(): ReadonlyMap<string, GoFunction> {
  const patterns = new Patterns();
  return new Map<string, GoFunction>([
    [
      'regexReplaceAll',
      fixed(['string', 'string', 'string'], (pattern, text, by) =>
        replaceAll(patterns.get(pattern), text, (match) => expand(by, match)),
      ),
    ],
    [
      'regexReplaceAllLiteral',
      fixed(['string', 'string', 'string'], (pattern, text, by) => replaceAll(patterns.get(pattern), text, () => by)),
    ],
    [
      'count',
      fixed(['string', 'string'], (pattern, text) => BigInt([...matchesOf(patterns.get(pattern), text)].length)),
    ],
  ]);
}
