import { err, ok, type Labels, type Result } from '@bongsu/model';
import type { Field, FieldExpr, Literal } from './syntax/index.js';
import { STATUS_NAMES } from './syntax/index.js';
import type { TraceSummary } from './exec/trace-summary.js';

const BLANK = /[\0- ]*/y;
const KEY = /[^\0- ="]+/y;
const BARE_VALUE = /[^\0- ="]*/y;
const QUOTED_VALUE = /"(?:[^"\\]|\\.)*"/sy;

/**
 * Reads the `tags` parameter, logfmt such as `service.name=shop name="GET /"`, and complains as go-logfmt does. A key
 * without value has the value ''; a key must not stand twice.
 */
export function parseTags(text: string): Result<Labels, string> {
  const tags = new Map<string, string>();
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const wrong = (what: string): Result<never, string> => err(`invalid tags: ${what} at pos ${at + 1}`);
  for (take(BLANK); at < text.length; take(BLANK)) {
    const key = take(KEY);
    if (key === '' || text[at] === '"') return wrong(`unexpected '${text[at]!}'`);
    let value = '';
    if (text[at] === '=') {
      at++;
      if (text[at] === '"') {
        const quoted = take(QUOTED_VALUE);
        if (quoted === '') {
          at = text.length;
          return wrong('unterminated quoted value');
        }
        try {
          value = JSON.parse(quoted) as string;
        } catch {
          return wrong('invalid quoted value');
        }
      } else {
        value = take(BARE_VALUE);
        if (text[at] === '=' || text[at] === '"') return wrong(`unexpected '${text[at]!}'`);
      }
    }
    if (tags.has(key)) return err(`invalid tags: tag ${key} has been set twice`);
    tags.set(key, value);
  }
  return ok(Object.fromEntries(tags));
}

/** What legacy tags ask for: conditions that one span must pass, and what its trace must be. */
export interface TagsFilter {
  /** True when no span need have anything. */
  readonly condition: FieldExpr;
  readonly accepts: (trace: TraceSummary) => boolean;
}

const RANGE = { start: 0, end: 0 };

/**
 * Every tag must hold for the same span. A tag is an attribute of the span or its resource whose text, of whatever
 * type, is equal; `error=true` and `status.code` have Tempo's meaning. Of `service.name`, `name`, `root.name` and
 * `root.service.name` a part is enough, upper and lower case being different, as in Tempo's columns of their own.
 */
export function tagsFilter(tags: Labels): TagsFilter {
  const accepts: TagsFilter['accepts'][] = [];
  const parts: FieldExpr[] = [];
  for (const [key, value] of Object.entries(tags)) {
    if (key === 'root.service.name') accepts.push((trace) => trace.rootService.includes(value));
    else if (key === 'root.name') accepts.push((trace) => trace.rootName.includes(value));
    else parts.push(comparisonOf(key, value));
  }
  const all: FieldExpr = { kind: 'static', literal: { type: 'bool', value: true }, range: RANGE };
  const condition = parts.length === 0 ? all : parts.reduce(both);
  return { condition, accepts: (trace) => accepts.every((passes) => passes(trace)) };
}

const both = (left: FieldExpr, right: FieldExpr): FieldExpr => ({
  kind: 'binary',
  op: '&&',
  left,
  right,
  range: RANGE,
});

function comparisonOf(key: string, value: string): FieldExpr {
  const compare = (left: Field, op: '=' | '=~', literal: Literal): FieldExpr => ({
    kind: 'binary',
    op,
    left,
    right: { kind: 'static', literal, range: RANGE },
    range: RANGE,
  });
  const contains = (field: Field): FieldExpr =>
    compare(field, '=~', { type: 'string', value: `.*${value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')}.*` });
  if (key === 'name') return contains({ kind: 'intrinsic', name: 'name', range: RANGE });
  if (key === 'service.name') {
    return contains({ kind: 'attribute', scope: 'resource', name: key, range: RANGE });
  }
  const status =
    key === 'error' && value === 'true' ? 2 : key === 'status.code' ? STATUS_NAMES.indexOf(value as 'ok') : -1;
  if (status >= 0) {
    return compare({ kind: 'intrinsic', name: 'status', range: RANGE }, '=', { type: 'status', value: status });
  }
  return compare({ kind: 'attribute', scope: 'any', name: key, range: RANGE }, '=', { type: 'text', value });
}
