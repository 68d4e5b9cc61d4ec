/** A stretch of query text: UTF-16 offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a message of the server says that the fault lies: the word that begins there, or the last character when it is
 * the end of the text. Undefined when the message names no place.
 *
 * Loki, Tempo and ClickHouse write `line 1, col 5` and count characters; Prometheus writes `1:5: parse error` and counts
 * bytes of UTF-8. All count from 1; line 0 is Tempo's for one that it has lost.
 */
export function errorRange(message: string, text: string): TextRange | undefined {
  const scanner = /line (\d{1,9}), col(?:umn)?:? (\d{1,9})/.exec(message);
  const go = scanner ? null : /(?:^|[^\d:])(\d{1,9}):(\d{1,9}): parse error/.exec(message);
  const found = scanner ?? go;
  if (!found) return undefined;
  const lines = text.split('\n');
  const lost = Number(found[1]) === 0;
  if (lost && lines.length > 1) return undefined;
  const lineIndex = lost ? 0 : Math.min(Number(found[1]), lines.length) - 1;
  const line = lines[lineIndex];
  if (line === undefined) return undefined;
  const lineStart = lines.slice(0, lineIndex).reduce((sum, one) => sum + one.length + 1, 0);
  const start = lineStart + utf16Column(line, Number(found[2]) - 1, go !== null);
  return wordAt(text, start);
}

/** UTF-16 units before the given count of characters, or of UTF-8 bytes. */
function utf16Column(line: string, count: number, bytes: boolean): number {
  let left = count;
  let at = 0;
  for (const char of line) {
    if (left <= 0) break;
    left -= bytes ? utf8Length(char) : 1;
    at += char.length;
  }
  return at;
}

function utf8Length(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function wordAt(text: string, start: number): TextRange | undefined {
  if (text === '') return undefined;
  if (start >= text.length) return { start: text.length - 1, end: text.length };
  const word = /^(?:[\p{L}\p{Nd}_.]+|.)/su.exec(text.slice(start))?.[0] ?? text.charAt(start);
  return { start, end: start + word.length };
}
