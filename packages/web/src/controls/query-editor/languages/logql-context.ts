import { openBrackets, scan, typedAtEnd, type ScanToken } from './scan.js';

/** What the cursor of a LogQL query asks for. `from`: where the completion begins. `quoted`: a quote stands before it. */
export type LogqlContext =
  | { readonly kind: 'label'; readonly from: number; readonly selector: string }
  | {
      readonly kind: 'label-value';
      readonly from: number;
      readonly quoted: boolean;
      readonly label: string;
      readonly selector: string;
    }
  | { readonly kind: 'stage'; readonly from: number; readonly query: string }
  | { readonly kind: 'field'; readonly from: number; readonly query: string }
  | {
      readonly kind: 'field-value';
      readonly from: number;
      readonly quoted: boolean;
      readonly field: string;
      readonly query: string;
    }
  | { readonly kind: 'function'; readonly from: number }
  | { readonly kind: 'range'; readonly from: number };

const COMPARES = new Set(['=', '!=', '=~', '!~', '==', '>', '>=', '<', '<=']);
const LINE_FILTERS = new Set(['|=', '|~', '|>', '!=', '!~', '!>']);
const GROUPINGS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
/** Stages whose arguments are names of fields. */
const FIELD_STAGES = new Set(['drop', 'keep', 'unwrap', 'label_format']);

/** @param pos offset of the cursor. */
export function logqlContext(text: string, pos: number): LogqlContext | undefined {
  const tokens = scan(text.slice(0, pos), 'logql');
  if (tokens.at(-1)?.kind === 'comment' && !text.slice(0, pos).endsWith('\n')) return undefined;
  const { kind: typed, from, before } = typedAtEnd(tokens, pos);
  const stack = openBrackets(before);
  const openAt = stack.at(-1);
  const open = openAt === undefined ? undefined : before[openAt];
  if (open?.text === '{') return selectorContext(before.slice((openAt ?? 0) + 1), typed === 'string', from);
  if (open?.text === '[') return { kind: 'range', from: open.end };
  if (open?.text === '(' && GROUPINGS.has(before[(openAt ?? 0) - 1]?.text.toLowerCase() ?? '')) {
    return typed === 'string' ? undefined : { kind: 'field', from, query: firstLogQuery(text) };
  }
  return pipelineContext(text, before, typed, from) ?? functionContext(before, typed, from);
}

function selectorContext(inside: readonly ScanToken[], inString: boolean, from: number): LogqlContext | undefined {
  const lastComma = inside.findLastIndex(({ text, kind }) => kind === 'operator' && text === ',');
  const current = inside.slice(lastComma + 1);
  // Matchers that are complete narrow what is offered.
  const done = inside.slice(0, Math.max(0, lastComma)).map(({ text }) => text);
  const selector = done.length === 0 ? '' : `{${done.join('')}}`;
  const [name, operator, value] = current;
  if (name === undefined) return inString ? undefined : { kind: 'label', from, selector };
  if (operator !== undefined && COMPARES.has(operator.text) && value === undefined) {
    return { kind: 'label-value', from, quoted: inString, label: name.text, selector };
  }
  return undefined;
}

function pipelineContext(
  text: string,
  before: readonly ScanToken[],
  typed: 'word' | 'string' | 'none',
  from: number,
): LogqlContext | undefined {
  const pipe = before.findLastIndex(
    ({ kind, text: op }) => kind === 'operator' && (op === '|' || LINE_FILTERS.has(op)),
  );
  const selectorEnd = before.findLastIndex(({ kind, text: op }) => kind === 'operator' && op === '}');
  const pipeToken = before[pipe];
  if (pipeToken === undefined || selectorEnd < 0 || pipe < selectorEnd || pipeToken.text !== '|') {
    // `!=` may compare a field of the stage before rather than filter lines.
    const stage = before.findLastIndex(({ kind, text: op }) => kind === 'operator' && op === '|');
    if (pipeToken && selectorEnd >= 0 && stage > selectorEnd && before[pipe - 1]?.kind === 'word') {
      return fieldContext(text, before, stage, typed, from);
    }
    return undefined;
  }
  return fieldContext(text, before, pipe, typed, from);
}

function fieldContext(
  text: string,
  before: readonly ScanToken[],
  pipe: number,
  typed: 'word' | 'string' | 'none',
  from: number,
): LogqlContext | undefined {
  const stage = before.slice(pipe + 1);
  const query = queryUpTo(text, before, pipe);
  const [first] = stage;
  if (first === undefined) return typed === 'string' ? undefined : { kind: 'stage', from, query };
  const joint = stage.findLastIndex(
    ({ kind, text: word }) => (kind === 'word' && /^(and|or)$/i.test(word)) || (kind === 'operator' && word === ','),
  );
  const lists = FIELD_STAGES.has(first.text.toLowerCase());
  const condition = stage.slice(joint >= 0 ? joint + 1 : lists ? 1 : 0);
  const [field, operator, value] = condition;
  if (field === undefined) return typed === 'string' ? undefined : { kind: 'field', from, query };
  if (field.kind === 'word' && operator && COMPARES.has(operator.text) && value === undefined && !lists) {
    return { kind: 'field-value', from, quoted: typed === 'string', field: field.text, query };
  }
  return undefined;
}

/** The log query whose pipeline the token at `pipe` goes on with: from its selector up to there. */
function queryUpTo(text: string, before: readonly ScanToken[], pipe: number): string {
  const selector = before.slice(0, pipe).findLastIndex(({ kind, text: op }) => kind === 'operator' && op === '{');
  return text.slice(before[selector]?.start ?? 0, before[pipe]?.start ?? 0).trim();
}

/** The first selector of a query and the pipeline behind it; empty when there is none. */
function firstLogQuery(text: string): string {
  const tokens = scan(text, 'logql');
  const start = tokens.findIndex(({ kind, text: op }) => kind === 'operator' && op === '{');
  if (start < 0) return '';
  let depth = 0;
  for (const token of tokens.slice(start)) {
    if (token.kind !== 'operator') continue;
    if (token.text === '{' || token.text === '(') depth++;
    if (token.text === '}' || token.text === ')') depth--;
    if (depth < 0 || token.text === '[') return text.slice(tokens[start]?.start, token.start).trim();
  }
  return text.slice(tokens[start]?.start).trim();
}

function functionContext(
  before: readonly ScanToken[],
  typed: 'word' | 'string' | 'none',
  from: number,
): LogqlContext | undefined {
  const last = before.at(-1);
  const starts = last === undefined || (last.kind === 'operator' && /^[(,+\-*/%^]$/.test(last.text));
  return starts && typed !== 'string' ? { kind: 'function', from } : undefined;
}
