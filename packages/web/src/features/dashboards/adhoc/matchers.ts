import { type AdhocFilter } from './adhoc-filter.js';
import { selectorStarts } from './promql-selectors.js';

/** Text of a filter as both PromQL and LogQL write matchers; a name that is none of theirs stands in quotes. */
function matcher({ key, operator, value }: AdhocFilter): string {
  const name = /^[a-zA-Z_]\w*$/.test(key) ? key : JSON.stringify(key);
  return `${name}${operator}${JSON.stringify(value)}`;
}

/** Puts matchers into every stream selector of a LogQL query: whatever stands in braces outside of strings and comments. */
export function withLogqlFilters(query: string, filters: readonly AdhocFilter[]): string {
  const starts: number[] = [];
  for (let at = 0; at < query.length; at = afterToken(query, at)) if (query[at] === '{') starts.push(at);
  return insert(query, starts, filters);
}

/** Puts matchers into every selector of a PromQL query. */
export function withPromqlFilters(query: string, filters: readonly AdhocFilter[]): string {
  return insert(query, selectorStarts(query), filters);
}

/** @param starts where selectors begin, ascending: at their names, or at the braces of those without one. */
function insert(query: string, starts: readonly number[], filters: readonly AdhocFilter[]): string {
  const added = filters.map(matcher).join(', ');
  let text = query;
  for (const start of starts.toReversed()) {
    const named = /^[\w:]*\s*/.exec(text.slice(start))?.[0] ?? '';
    const brace = start + named.length;
    if (text[brace] !== '{') {
      const end = start + named.trimEnd().length;
      text = `${text.slice(0, end)}{${added}}${text.slice(end)}`;
      continue;
    }
    const close = closing(text, brace);
    if (close === undefined) continue;
    const inside = text.slice(brace + 1, close).trimEnd();
    const comma = inside.trim() === '' ? '' : inside.endsWith(',') ? ' ' : ', ';
    text = `${text.slice(0, brace + 1)}${inside}${comma}${added}${text.slice(close)}`;
  }
  return text;
}

function closing(text: string, brace: number): number | undefined {
  for (let at = brace + 1; at < text.length; at = afterToken(text, at)) if (text[at] === '}') return at;
  return undefined;
}

/** Where what begins here ends: a string, a comment, or one character. */
function afterToken(text: string, at: number): number {
  const first = text[at];
  if (first === '#') {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  if (first !== '"' && first !== "'" && first !== '`') return at + 1;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\' && first !== '`') end++;
    else if (text[end] === first) return end + 1;
  }
  return text.length;
}
