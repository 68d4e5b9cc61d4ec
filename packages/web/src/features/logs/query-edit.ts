import { scan, type ScanToken } from '../../controls/query-editor/languages/scan.js';
import { quoted, re2Literal } from '../charts/promql.js';
import { type Level } from './level.js';

/** All lines, where a query must begin with something. */
export const everyLine = '{service_name=~".+"}';

/** What a click on a value asks for. `only` takes other conditions on the same name away. */
export type FilterAction = 'include' | 'exclude' | 'only';

export interface FieldValue {
  readonly name: string;
  readonly value: string;
  /** A label of the stream goes into the selector, everything else becomes a stage. */
  readonly label: boolean;
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly ScanToken[];
}

/** A log query by its places in the text. UTF-16 offsets, `end` exclusive. */
interface Shape {
  /** With its braces. */
  readonly selector: { readonly start: number; readonly end: number };
  readonly matchers: readonly Part[];
  /** Each from its operator to the end of its arguments. */
  readonly stages: readonly Part[];
}

/** Whether the query answers with lines. What it begins with decides; brackets around change nothing. */
export function isLogQuery(query: string): boolean {
  const first = scan(query, 'logql').find(({ kind, text }) => kind !== 'comment' && text !== '(');
  return first === undefined || first.text === '{';
}

const STAGE_STARTS = new Set(['|', '|=', '|~', '|>', '!=', '!~', '!>']);

function shapeOf(query: string): Shape | undefined {
  const tokens = scan(query, 'logql').filter(({ kind }) => kind !== 'comment');
  const open = tokens.findIndex(({ kind, text }) => kind === 'operator' && text === '{');
  const close = tokens.findIndex(({ kind, text }, i) => i > open && kind === 'operator' && text === '}');
  const [from, to] = [tokens[open], tokens[close]];
  if (!from || !to) return undefined;
  const matchers = split(tokens.slice(open + 1, close), ({ text }) => text === ',', false);
  const rest = tokens.slice(close + 1);
  const stages = split(
    rest,
    // `!=` begins a stage where no field stands before it to be compared.
    ({ kind, text }, before) =>
      kind === 'operator' &&
      STAGE_STARTS.has(text) &&
      (text[0] === '|' || before === undefined || before.kind === 'string'),
    true,
  );
  return { selector: { start: from.start, end: to.end }, matchers, stages };
}

function split(
  tokens: readonly ScanToken[],
  starts: (token: ScanToken, before: ScanToken | undefined) => boolean,
  keep: boolean,
): readonly Part[] {
  const groups: ScanToken[][] = [];
  tokens.forEach((token, i) => {
    const cut = starts(token, tokens[i - 1]);
    if (cut || groups.length === 0) groups.push([]);
    if (!cut || keep) groups.at(-1)?.push(token);
  });
  return groups.flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    return first && last ? [{ start: first.start, end: last.end, tokens: group }] : [];
  });
}

/** The stream selector of a log query; of any text without one, all streams. */
export function selectorOf(query: string): string {
  const shape = shapeOf(query);
  return shape ? query.slice(shape.selector.start, shape.selector.end) : everyLine;
}

/** The query with one more condition; a condition that says the opposite or the same goes. */
export function withField(query: string, field: FieldValue, action: FilterAction): string {
  const base = query.trim() === '' ? (field.label ? '{}' : everyLine) : query;
  return field.label ? withMatcher(base, field, action) : withStage(base, field, action);
}

function withMatcher(query: string, { name, value }: FieldValue, action: FilterAction): string {
  const shape = shapeOf(query);
  if (!shape) return query;
  const of = (part: Part) => part.tokens[0]?.text === name;
  const given = shape.matchers.map((part) => ({ text: query.slice(part.start, part.end), own: of(part), part }));
  const equal = given.find(({ own, part }) => own && part.tokens[1]?.text === '=');
  let condition = `${name}${action === 'exclude' ? '!=' : '='}${quoted(value)}`;
  let kept = given.filter(({ text }) => text !== condition && text !== `${name}!=${quoted(value)}`);
  if (action === 'only') kept = kept.filter(({ own }) => !own);
  if (action === 'include') {
    if (equal && equal.text !== condition) {
      const before = unquote(equal.part.tokens[2]?.text ?? '');
      condition = `${name}=~${quoted(`${re2Literal(before)}|${re2Literal(value)}`)}`;
    }
    // "All of them" and "this one" together mean this one.
    kept = kept.filter(({ own, part }) => !own || part.tokens[1]?.text.startsWith('!'));
  }
  if (action === 'exclude') kept = kept.filter(({ text }) => text !== `${name}=${quoted(value)}`);
  const matchers = [...kept.map(({ text }) => text), condition];
  // A selector needs one condition that an empty value does not meet.
  const positive = matchers.some((text) => !/^[^"`]*!/.test(text));
  const all = positive ? matchers : [everyLine.slice(1, -1), ...matchers];
  return `${query.slice(0, shape.selector.start)}{${all.join(', ')}}${query.slice(shape.selector.end)}`;
}

function withStage(query: string, { name, value }: FieldValue, action: FilterAction): string {
  const shape = shapeOf(query);
  if (!shape) return query;
  const condition = `| ${name} ${action === 'exclude' ? '!=' : '='} ${quoted(value)}`;
  const same = (part: Part) => {
    const [pipe, field, operator, literal, more] = part.tokens;
    if (pipe?.text !== '|' || field?.text !== name || more !== undefined || !operator) return false;
    return action === 'only' || literal?.text === quoted(value) || (action === 'include' && operator.text === '=');
  };
  const cleaned = shape.stages.filter(same).reduceRight((text, part) => cut(text, part), query);
  return `${cleaned.trimEnd()} ${condition}`;
}

/** Lines with the text; `|=`, `!=`, `|>` and so on. */
export function withLineFilter(query: string, operator: '|=' | '!=' | '|>' | '!>', text: string): string {
  const base = query.trim() === '' ? everyLine : query.trimEnd();
  const shape = shapeOf(base);
  if (!shape) return base;
  // Before any parser: there it costs least, and there it looks at the line as it came.
  const at = shape.stages.find(({ tokens }) => tokens[0]?.text === '|')?.start ?? base.length;
  return `${base.slice(0, at).trimEnd()} ${operator} ${quoted(text)} ${base.slice(at)}`.trimEnd();
}

/** Conditions that can be taken away one by one, as they stand in the query, and the query without each. */
export function removableParts(query: string): readonly { readonly text: string; readonly without: string }[] {
  const shape = shapeOf(query);
  if (!shape) return [];
  const matchers = shape.matchers.length < 2 ? [] : shape.matchers;
  const rest = (part: Part) =>
    shape.matchers.filter((one) => one !== part).map(({ start, end }) => query.slice(start, end));
  return [
    ...shape.stages.map((part) => ({ text: query.slice(part.start, part.end), without: cut(query, part).trim() })),
    ...matchers.map((part) => ({
      text: query.slice(part.start, part.end),
      without: `${query.slice(0, shape.selector.start)}{${rest(part).join(', ')}}${query.slice(shape.selector.end)}`,
    })),
  ];
}

function cut(text: string, { start, end }: Part): string {
  return `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim();
}

/** Texts that the lines were searched for, to be marked in them. */
export function needlesOf(query: string): readonly string[] {
  return (shapeOf(query)?.stages ?? []).flatMap(({ tokens: [operator, literal] }) =>
    operator?.text === '|=' && literal?.kind === 'string' && literal.closed
      ? [unquote(literal.text)].filter(Boolean)
      : [],
  );
}

/** What stands between the quotes; escapes as JSON has them, since those of Go that matter here are the same. */
function unquote(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal.slice(1, -1);
  }
}

/** Spellings of a level as they are stored. */
const spellings: Readonly<Partial<Record<Level, string>>> = { fatal: 'fatal|critical', unknown: 'unknown|' };

/** The query without lines of the levels that are switched off. */
export function withoutLevels(query: string, hidden: readonly Level[]): string {
  if (hidden.length === 0 || !isLogQuery(query)) return query;
  return `${query.trimEnd()} | detected_level !~ ${quoted(hidden.map((level) => spellings[level] ?? level).join('|'))}`;
}

/** The stream of a line alone. @param labels of the stream. */
export function streamSelector(labels: readonly { readonly name: string; readonly value: string }[]): string {
  const matchers = labels.filter(({ value }) => value !== '').map(({ name, value }) => `${name}=${quoted(value)}`);
  return matchers.length === 0 ? everyLine : `{${matchers.join(', ')}}`;
}
