import { unquoteGoString } from '../../lang/index.js';
import type { Literal, Static } from './ast.js';
import type { Cursor } from './cursor.js';
import { parseDurationNs } from './duration.js';
import { LITERAL_WORDS } from './keywords.js';
import type { Token } from './lex.js';

const isNumber = ({ kind }: Token): boolean => kind === 'INTEGER' || kind === 'FLOAT' || kind === 'DURATION';

/** A literal, numbers with their sign; `undefined`, and nothing taken, when there is none. */
export function parseStatic(cursor: Cursor): Static | undefined {
  const first = cursor.token;
  const negative = cursor.is('-') && isNumber(cursor.following);
  if (negative) cursor.take();
  const literal = readNumber(cursor, negative) ?? readWordOrString(cursor);
  if (literal === undefined) return undefined;
  cursor.take();
  return { kind: 'static', literal, range: { start: first.range.start, end: cursor.before } };
}

/** A number with its sign, not a word or string. */
export function parseNumber(cursor: Cursor): Static | undefined {
  const next = cursor.is('-') ? cursor.following : cursor.token;
  return isNumber(next) ? parseStatic(cursor) : undefined;
}

function readNumber(cursor: Cursor, negative: boolean): Literal | undefined {
  const { kind, text, range } = cursor.token;
  if (kind === 'INTEGER') {
    return { type: 'int', value: negative ? -BigInt(text) : BigInt(text) };
  }
  if (kind === 'FLOAT') {
    const value = Number(text);
    return { type: 'float', value: negative ? -value : value };
  }
  if (kind === 'DURATION') {
    const ns = parseDurationNs(text);
    if (!ns.ok) cursor.refuse('parse', range, ns.error);
    return { type: 'duration', value: negative ? -ns.value : ns.value };
  }
  return undefined;
}

function readWordOrString(cursor: Cursor): Literal | undefined {
  const { kind, text, range } = cursor.token;
  if (kind === 'IDENTIFIER') return LITERAL_WORDS.get(text);
  if (kind !== 'STRING') return undefined;
  const value = unquoteGoString(text);
  if (!value.ok) cursor.refuse('parse', range, value.error);
  return { type: 'string', value: value.value };
}
