import type { Field, Hint, MetricsFunction, OrderOp, OverTimeOp, SecondStage, SpansetFilter } from './ast.js';
import type { Cursor } from './cursor.js';
import { METRICS_FUNCTIONS } from './keywords.js';
import type { Token } from './lex.js';
import { parseFieldList, parseFieldToken } from './parse-field.js';
import { parseNumber, parseStatic } from './parse-literal.js';

export const isMetricsFunction = ({ kind, text }: Token): boolean =>
  kind === 'IDENTIFIER' && (METRICS_FUNCTIONS as readonly string[]).includes(text);

/** A metrics function with its arguments and grouping. */
export function parseMetricsFunction(cursor: Cursor, parseFilter: () => SpansetFilter): MetricsFunction {
  const { text, range } = cursor.take();
  const fn = text as MetricsFunction['fn'];
  cursor.open();
  const whole = () => ({ start: range.start, end: cursor.before });
  switch (fn) {
    case 'compare': {
      const filter = parseFilter();
      const numbers: bigint[] = [];
      while (numbers.length < 3 && cursor.skip(',')) numbers.push(integer(cursor, true));
      if (numbers.length === 2) cursor.unexpected();
      cursor.expect(')');
      const [topN, start, end] = numbers;
      const args = numbers.length === 3 ? 4 : numbers.length === 1 ? 2 : 1;
      return { fn, filter, topN: topN ?? 10n, start: start ?? 0n, end: end ?? 0n, args, range: whole() };
    }
    case 'rate':
    case 'count_over_time':
      cursor.expect(')');
      return { fn, by: parseBy(cursor), range: whole() };
    case 'quantile_over_time': {
      const field = parseField(cursor);
      const quantiles: number[] = [];
      while (cursor.skip(',')) quantiles.push(float(cursor));
      if (quantiles.length === 0) cursor.unexpected();
      cursor.expect(')');
      return { fn, field, quantiles, by: parseBy(cursor), range: whole() };
    }
    default: {
      const field = parseField(cursor);
      cursor.expect(')');
      return { fn: fn satisfies OverTimeOp, field, by: parseBy(cursor), range: whole() };
    }
  }
}

function parseBy(cursor: Cursor): Field[] {
  if (!cursor.isWord('by')) return [];
  cursor.take();
  cursor.open();
  return parseFieldList(cursor);
}

const parseField = (cursor: Cursor): Field => parseFieldToken(cursor) ?? cursor.unexpected();

function integer(cursor: Cursor, signed: boolean): bigint {
  const next = signed && cursor.is('-') ? cursor.following : cursor.token;
  const value = next.kind === 'INTEGER' ? parseNumber(cursor) : undefined;
  return value?.literal.type === 'int' ? value.literal.value : cursor.unexpected(next);
}

function float(cursor: Cursor): number {
  const value = parseNumber(cursor);
  if (value?.literal.type !== 'float' && value?.literal.type !== 'int') return cursor.unexpected();
  return Number(value.literal.value);
}

const ORDER: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/** `| topk(5)` or `> 10` after a metrics function; `undefined`, and nothing taken, when there is none. */
export function parseSecondStage(cursor: Cursor): SecondStage | undefined {
  const { token } = cursor;
  if (token.kind === 'operator' && ORDER.includes(token.text)) {
    cursor.take();
    const value = parseNumber(cursor);
    if (!value) return cursor.unexpected();
    return {
      kind: 'filter',
      op: token.text as OrderOp,
      value,
      range: { start: token.range.start, end: cursor.before },
    };
  }
  if (!cursor.is('|')) return undefined;
  const kind = cursor.following.text;
  if (kind !== 'topk' && kind !== 'bottomk') return undefined;
  cursor.take();
  cursor.take();
  cursor.open();
  const limit = integer(cursor, false);
  cursor.expect(')');
  return { kind, limit, range: { start: token.range.start, end: cursor.before } };
}

/** `with(k=v, ...)`, which may only stand at the end; of several the last holds. */
export function parseHints(cursor: Cursor): Hint[] {
  let hints: Hint[] = [];
  while (cursor.isWord('with')) hints = parseHintList(cursor);
  return hints;
}

function parseHintList(cursor: Cursor): Hint[] {
  cursor.take();
  cursor.open();
  const hints: Hint[] = [];
  do {
    const name = cursor.token;
    if (name.kind !== 'IDENTIFIER') cursor.unexpected();
    cursor.take();
    cursor.expect('=');
    const value = parseStatic(cursor);
    if (!value) return cursor.unexpected();
    hints.push({ name: name.text, literal: value.literal });
  } while (cursor.skip(','));
  cursor.expect(')');
  return hints;
}
