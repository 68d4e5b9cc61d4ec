import { parseJsonPath, type Extraction, type JsonPath } from '../../syntax/index.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  closingQuote,
  labelText,
  readJsonValue,
  skipSpace,
  unescapeJson,
  type JsonSpan,
} from './json-text.js';
import type { RunStage } from './stage.js';

/**
 * `| json a="b.c[0]", d`: the values that stand at these paths. A path that leads nowhere gives an empty label; only a
 * line that cannot be JSON and a broken value at a path's end are errors, whatever else is wrong with the line.
 * Of paths for one label the one that comes last in the line counts (pkg/logql/log/parser.go, `JSONExpressionParser`).
 */
export function jsonExpressions(extractions: readonly Extraction[]): RunStage {
  const wanted = extractions.map(({ name, expression }) => {
    const path = parseJsonPath(expression);
    if (!path.ok) throw new Error(`BUG: JSON expression not checked: ${path.error}`);
    return { name, path: path.value };
  });
  const repeats = new Set(wanted.map(({ name }) => name)).size < wanted.length;
  const span: JsonSpan = { kind: 'null', start: 0, end: 0 };
  return ({ line, labels }) => {
    if (line === '' || labels.satisfied) return true;
    const first = line.charCodeAt(0);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET && first !== QUOTE) {
      labels.setParserError('JSONParserErr', undefined);
      return true;
    }
    const values: { name: string; value: string; start: number }[] = [];
    for (const { name, path } of wanted) {
      const found = findPath(line, path, span);
      if (found === 'found') values.push({ name, value: valueText(line, span), start: span.start });
      else if (found !== 'missing') labels.setParserError('JSONParserErr', found.fault);
    }
    if (repeats) values.sort((a, b) => a.start - b.start);
    for (const { name, value } of values) labels.set(labels.freeName(name), value);
    for (const { name } of wanted) if (labels.get(name) === undefined) labels.set(name, '');
    return true;
  };
}

function valueText(line: string, { kind, start, end }: JsonSpan): string {
  switch (kind) {
    case 'null':
      return '';
    case 'string':
      return labelText(line.slice(start + 1, end - 1));
    case 'array':
      // Loki unescapes an array's text as if it were a string's.
      return labelText(line.slice(start, end));
    default:
      return line.slice(start, end);
  }
}

/** Writes the place of the value at `path` to `span`; the first entry of a name counts. */
function findPath(line: string, path: JsonPath, span: JsonSpan): 'found' | 'missing' | { readonly fault: string } {
  let at = 0;
  let end = line.length;
  for (const [place, step] of path.entries()) {
    const entered = typeof step === 'number' ? enterArray(line, at, end, step, span) : enterObject(line, at, end, step);
    if (entered < 0) return 'missing';
    const fault = readJsonValue(line, entered, end, span);
    if (fault !== undefined) return place === path.length - 1 ? { fault } : 'missing';
    at = span.start;
    end = span.end;
  }
  return 'found';
}

/** Where the value of the entry `name` begins in the object at `at`; -1 when there is none. */
function enterObject(line: string, at: number, end: number, name: string): number {
  at = skipSpace(line, at, end);
  if (line.charCodeAt(at) !== OPEN_BRACE) return -1;
  const skipped: JsonSpan = { kind: 'null', start: 0, end: 0 };
  at = skipSpace(line, at + 1, end);
  while (at < end && line.charCodeAt(at) === QUOTE) {
    const close = closingQuote(line, at + 1, end);
    if (close < 0) return -1;
    const key = unescapeJson(line.slice(at + 1, close));
    at = skipSpace(line, close + 1, end);
    if (line.charCodeAt(at) !== COLON) return -1;
    at = skipSpace(line, at + 1, end);
    if (key === name) return at;
    at = behindValue(line, at, end, skipped, CLOSE_BRACE);
    if (at < 0) return -1;
  }
  return -1;
}

/** Where the element `index` begins in the array at `at`; -1 when there is none. */
function enterArray(line: string, at: number, end: number, index: number, skipped: JsonSpan): number {
  at = skipSpace(line, at, end);
  if (line.charCodeAt(at) !== OPEN_BRACKET) return -1;
  at = skipSpace(line, at + 1, end);
  for (let place = 0; place < index; place++) {
    at = behindValue(line, at, end, skipped, CLOSE_BRACKET);
    if (at < 0) return -1;
  }
  return line.charCodeAt(at) === CLOSE_BRACKET ? -1 : at;
}

/** Where the next entry begins behind the value at `at`; -1 when it was the last. */
function behindValue(line: string, at: number, end: number, skipped: JsonSpan, close: number): number {
  if (line.charCodeAt(at) === close || readJsonValue(line, at, end, skipped) !== undefined) return -1;
  at = skipSpace(line, skipped.end, end);
  return line.charCodeAt(at) === COMMA ? skipSpace(line, at + 1, end) : -1;
}
