import { labelText, skipSpace, closingQuote, readJsonValue, unescapeJson, type JsonSpan } from './json-text.js';
import { CLOSE_BRACE, COLON, COMMA, JSON_FAULTS, OPEN_BRACE, QUOTE } from './json-text.js';
import { sanitizeLabelName } from './label-name.js';
import type { RunStage } from './stage.js';

/** The key under which Promtail's `pack` keeps the line. */
const ENTRY = '_entry';

/**
 * `| unpack`: of an object that holds `_entry`, this becomes the line and every other text a label, the last one of
 * its name; other objects stay as they are. Whether stream or metadata have the name is asked of the key as it stands
 * there, before it becomes a label's name (pkg/logql/log/parser.go, `UnpackParser`).
 */
export function unpackParser(): RunStage {
  const span: JsonSpan = { kind: 'null', start: 0, end: 0 };
  return (state) => {
    const { line, labels } = state;
    if (line === '' || labels.satisfied) return true;
    if (line.charCodeAt(0) !== OPEN_BRACE) {
      labels.setParserError('JSONParserErr', 'expecting json object(6), but it is not');
      return true;
    }
    const found: [key: string, raw: string][] = [];
    let entry: string | undefined;
    const fault = eachString(line, span, (key, raw) => {
      if (key !== ENTRY) {
        found.push([key, raw]);
        return undefined;
      }
      entry = unescapeJson(raw);
      return entry === undefined ? JSON_FAULTS.escape : undefined;
    });
    if (fault !== undefined) {
      labels.setParserError('JSONParserErr', fault);
      return true;
    }
    if (entry === undefined) return true;
    const values = new Map<string, string>();
    for (const [key, raw] of found) {
      const free = labels.freeName(key);
      const name = sanitizeLabelName(free);
      if (name !== '' && labels.wants(name) && !labels.wasParsed(free)) values.set(name, labelText(raw));
    }
    for (const [name, value] of values) labels.set(name, value);
    state.line = entry;
    return true;
  };
}

/** Calls `take` with each entry of the object that is a text. @returns the first fault. */
function eachString(
  line: string,
  span: JsonSpan,
  take: (key: string, raw: string) => string | undefined,
): string | undefined {
  const end = line.length;
  let at = skipSpace(line, 1, end);
  if (at >= end) return JSON_FAULTS.json;
  while (line.charCodeAt(at) !== CLOSE_BRACE) {
    if (line.charCodeAt(at) !== QUOTE) return JSON_FAULTS.object;
    const close = closingQuote(line, at + 1, end);
    if (close < 0) return JSON_FAULTS.json;
    const key = unescapeJson(line.slice(at + 1, close));
    if (key === undefined) return JSON_FAULTS.escape;
    at = skipSpace(line, close + 1, end);
    if (line.charCodeAt(at) !== COLON) return JSON_FAULTS.json;
    const fault =
      readJsonValue(line, skipSpace(line, at + 1, end), end, span) ??
      (span.kind === 'string' ? take(key, line.slice(span.start + 1, span.end - 1)) : undefined);
    if (fault !== undefined) return fault;
    at = skipSpace(line, span.end, end);
    if (at >= end) return JSON_FAULTS.array;
    if (line.charCodeAt(at) === CLOSE_BRACE) break;
    if (line.charCodeAt(at) !== COMMA) return JSON_FAULTS.object;
    at = skipSpace(line, at + 1, end);
    if (at >= end) return JSON_FAULTS.array;
  }
  return undefined;
}
