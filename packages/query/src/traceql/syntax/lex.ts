import type { SourceRange } from '../../lang/index.js';
import { scan, type RawToken } from './scan.js';
import { SCOPE_WORDS, TOKENS } from './tokens.js';

export type TokenKind =
  /** `.x`, `span.x`, `resource."a b"`: `text` is as written. */
  | 'ATTRIBUTE'
  /** An intrinsic, keyword or function name; `trace:id` without the blanks that may stand in it. */
  | 'IDENTIFIER'
  | 'STRING'
  | 'INTEGER'
  | 'FLOAT'
  | 'DURATION'
  | 'operator'
  /** What no rule takes. */
  | '$unk'
  | '$end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly range: SourceRange;
}

const CLASSES: readonly string[] = ['STRING', 'INTEGER', 'FLOAT', 'DURATION', '$end'] satisfies TokenKind[];
const ATTRIBUTE_SCOPES: readonly string[] = ['.', ...SCOPE_WORDS.map((scope) => `${scope}.`)];

/** The tokens of `source`, an `$end` token last. Never fails: what is no token becomes one that no rule takes. */
export function lex(source: string): Token[] {
  const raw = scan(source);
  const tokens: Token[] = [];
  for (let i = 0; i < raw.length;) {
    const parts = partsAt(raw, i);
    const { start } = raw[i]!.range;
    const { end } = raw[i + parts - 1]!.range;
    tokens.push({ ...grouped(source, raw.slice(i, i + parts)), range: { start, end } });
    i += parts;
  }
  const last = tokens.at(-1)!;
  const { end } = last.range;
  if (last.kind !== '$end') tokens.push({ kind: '$end', text: '', range: { start: end, end } });
  return tokens;
}

/** How many tokens of Tempo's make the one that begins at `at`. */
function partsAt(raw: readonly RawToken[], at: number): number {
  const { name } = raw[at]!;
  if (ATTRIBUTE_SCOPES.includes(name)) {
    let end = at + 1;
    while (raw[end]!.name !== 'END_ATTRIBUTE' && raw[end]!.fault === undefined) end++;
    return end - at + 1;
  }
  const word = raw[at + 1];
  return name.endsWith(':') && word !== undefined && /^\w+$/.test(word.text) ? 2 : 1;
}

function grouped(source: string, parts: readonly RawToken[]): Pick<Token, 'kind' | 'text'> {
  const [first] = parts;
  const last = parts.at(-1)!;
  const text = source.slice(first!.range.start, last.range.end);
  if (last.fault !== undefined) return { kind: '$unk', text };
  if (parts.length > 1 && first!.name.endsWith('.')) {
    // A scope alone is no attribute.
    return { kind: parts.at(-2)!.name === 'IDENTIFIER' ? 'ATTRIBUTE' : '$unk', text };
  }
  if (parts.length > 1) return { kind: 'IDENTIFIER', text: text.replace(/\s+/, '') };
  if (CLASSES.includes(first!.name)) return { kind: first!.name as TokenKind, text };
  return { kind: TOKENS.has(text) && !/^\w+$/.test(text) ? 'operator' : 'IDENTIFIER', text };
}
