import { err, ok, type MetricType, type Result } from '@bongsu/model';
import type { ExpositionError, ExpositionHandler } from './handler.js';
import { parseExposedFloat } from './float.js';
import { isBlank, seriesEnd } from './series-text.js';

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'summary'],
  ['untyped', 'unknown'],
]);

/** `# HELP name text` and `# TYPE name type`; the name may be quoted since text format 1.0.0. */
const COMMENT = /^#[ \t]+(HELP|TYPE)[ \t]+("(?:[^"\\]|\\.)*"|[^ \t"]+)(?:[ \t](.*))?$/s;

/**
 * Reads Prometheus' text format (0.0.4 and 1.0.0). Times are milliseconds since the epoch, never before it. Blank lines
 * and comments are passed over; a last line without a line feed counts, as a truncated body is found by its length. A
 * carriage return is a character like any other, and so refused but in comments, helps and labels (textparse/promlex.l).
 */
export function readPrometheusText(text: string, handler: ExpositionHandler): Result<void, ExpositionError> {
  let line = 0;
  for (let at = 0; at < text.length;) {
    line++;
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    let from = at;
    at = end + 1;
    while (from < end && isBlank(text.charCodeAt(from))) from++;
    if (from === end) continue;
    const problem =
      text.charCodeAt(from) === 35 ? comment(text.slice(from, end), handler) : sample(text, from, end, handler);
    if (problem !== '') return err({ line, message: problem });
  }
  return ok(undefined);
}

function comment(line: string, handler: ExpositionHandler): string {
  const match = COMMENT.exec(line);
  if (match === null) return '';
  const family = unquotedName(match[2]!);
  const rest = match[3] ?? '';
  if (match[1] === 'HELP') {
    handler.metadata(family, { help: unescapedHelp(rest) });
    return '';
  }
  const type = TYPES.get(rest);
  if (type === undefined) return `invalid metric type ${JSON.stringify(rest)} of ${family}`;
  handler.metadata(family, { type });
  return '';
}

export function unquotedName(name: string): string {
  if (!name.startsWith('"')) return name;
  return name.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
}

/** `\\` and `\n`; another backslash is itself. */
export const unescapedHelp = (text: string): string =>
  text.replace(/\\([\\n])/g, (_, c: string) => (c === 'n' ? '\n' : '\\'));

function sample(text: string, from: number, end: number, handler: ExpositionHandler): string {
  const after = seriesEnd(text, from, end);
  if (after < 0) return 'the labels are not closed with }';
  const series = text.slice(from, after);
  const [value, time, more] = fields(text, after, end);
  if (value === undefined) return `${series} has no value`;
  if (more !== undefined) return `unexpected ${JSON.stringify(more)} after the time of ${series}`;
  const number = parseExposedFloat(value);
  if (number === undefined) return `${series}: ${JSON.stringify(value)} is not a number`;
  if (time === undefined) {
    handler.sample(series, number, undefined, undefined);
    return '';
  }
  if (!/^\d{1,15}$/.test(time)) return `${series}: ${JSON.stringify(time)} is not a time in milliseconds`;
  handler.sample(series, number, Number(time), undefined);
  return '';
}

/** What stands between blanks; at most three. */
function fields(text: string, from: number, end: number): [string?, string?, string?] {
  const found: [string?, string?, string?] = [];
  let at = from;
  while (found.length < 3) {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
    if (at >= end) break;
    const start = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    found.push(text.slice(start, at));
  }
  return found;
}
