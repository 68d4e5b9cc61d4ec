import type { MatchOp, SourceRange } from '../../lang/index.js';
import type {
  Extraction,
  JsonParser,
  LabelFormat,
  LabelFormatItem,
  LineFilter,
  LineFilterOp,
  LineFilterValue,
  LogfmtParser,
  NamedLabel,
  Stage,
} from './ast.js';
import type { Token } from './lex.js';
import { parseIpCall } from './parse-ip-call.js';
import { parseLabelFilter, startsLabelFilter } from './parse-label-filter.js';
import { MATCH_OPS } from './parse-selector.js';
import type { TokenStream } from './token-stream.js';

const LINE_FILTERS: ReadonlySet<string> = new Set(['|=', '!=', '|~', '!~', '|>', '!>']);

/** Takes stages as long as there are any. Stops before `| unwrap`, which only a range has. */
export function parseStages(tokens: TokenStream): Stage[] {
  const stages: Stage[] = [];
  for (let stage = parseStage(tokens); stage !== undefined; stage = parseStage(tokens)) stages.push(stage);
  return stages;
}

function parseStage(tokens: TokenStream): Stage | undefined {
  const { next } = tokens;
  if (next.kind !== 'operator') return undefined;
  if (LINE_FILTERS.has(next.text)) return parseLineFilter(tokens);
  const { afterNext } = tokens;
  if (next.text !== '|' || (afterNext.kind === 'keyword' && afterNext.text === 'unwrap')) return undefined;
  const { start } = tokens.take().range;
  const ranged = (): SourceRange => ({ start, end: tokens.end });
  if (startsLabelFilter(tokens.next)) {
    const filter = parseLabelFilter(tokens);
    return { kind: 'label-filter', filter, range: ranged() };
  }
  const rule = tokens.next.kind === 'keyword' ? STAGES[tokens.next.text] : undefined;
  if (rule === undefined) return tokens.unexpected();
  tokens.take();
  return rule(tokens, ranged);
}

type StageRule = (tokens: TokenStream, ranged: () => SourceRange) => Stage;

/** What follows `|` and the word. */
const STAGES: Readonly<Record<string, StageRule>> = {
  json: (tokens, ranged): JsonParser => {
    const extractions = parseExtractions(tokens);
    return { kind: 'json', extractions, range: ranged() };
  },
  logfmt: (tokens, ranged): LogfmtParser => {
    const flags = new Set<string>();
    while (tokens.next.kind === 'FUNCTION_FLAG') flags.add(tokens.take().text);
    const extractions = parseExtractions(tokens);
    const strict = flags.has('--strict');
    return { kind: 'logfmt', strict, keepEmpty: flags.has('--keep-empty'), extractions, range: ranged() };
  },
  regexp: (tokens, ranged) => ({ kind: 'regexp', pattern: tokens.string(), range: ranged() }),
  pattern: (tokens, ranged) => ({ kind: 'pattern', pattern: tokens.string(), range: ranged() }),
  unpack: (_, ranged) => ({ kind: 'unpack', range: ranged() }),
  line_format: (tokens, ranged) => ({ kind: 'line-format', template: tokens.string(), range: ranged() }),
  label_format: (tokens, ranged): LabelFormat => {
    const items = parseList(tokens, parseLabelFormatItem);
    return { kind: 'label-format', items, range: ranged() };
  },
  decolorize: (_, ranged) => ({ kind: 'decolorize', range: ranged() }),
  drop: (tokens, ranged) => ({ kind: 'drop', labels: parseList(tokens, parseNamedLabel), range: ranged() }),
  keep: (tokens, ranged) => ({ kind: 'keep', labels: parseList(tokens, parseNamedLabel), range: ranged() }),
};

function parseList<T>(tokens: TokenStream, item: (tokens: TokenStream) => T): T[] {
  const items = [item(tokens)];
  while (tokens.accept('operator', ',')) items.push(item(tokens));
  return items;
}

function parseLineFilter(tokens: TokenStream): LineFilter {
  const op = tokens.take();
  const values = [parseFilterValue(tokens)];
  while (tokens.accept('keyword', 'or')) values.push(parseFilterValue(tokens));
  const range = { start: op.range.start, end: tokens.end };
  return { kind: 'line-filter', op: op.text as LineFilterOp, values, range };
}

function parseFilterValue(tokens: TokenStream): LineFilterValue {
  if (!tokens.is('function', 'ip')) return { kind: 'text', value: tokens.string('STRING or ip') };
  return { kind: 'ip', value: parseIpCall(tokens) };
}

/** No list at all is an empty one. */
function parseExtractions(tokens: TokenStream): Extraction[] {
  return tokens.next.kind === 'IDENTIFIER' ? parseList(tokens, parseExtraction) : [];
}

function parseExtraction(tokens: TokenStream): Extraction {
  const { text: name, range } = tokens.expectKind('IDENTIFIER');
  const expression = tokens.accept('operator', '=') ? tokens.string() : name;
  return { name, expression, range: { start: range.start, end: tokens.end } };
}

function parseLabelFormatItem(tokens: TokenStream): LabelFormatItem {
  const { text: name, range } = tokens.expectKind('IDENTIFIER');
  tokens.expect('=');
  const source: Token = tokens.next;
  if (source.kind === 'IDENTIFIER') {
    tokens.take();
    return { kind: 'rename', name, from: source.text, range: { start: range.start, end: tokens.end } };
  }
  const template = tokens.string('IDENTIFIER or STRING');
  return { kind: 'template', name, template, range: { start: range.start, end: tokens.end } };
}

function parseNamedLabel(tokens: TokenStream): NamedLabel {
  const { text: name, range } = tokens.expectKind('IDENTIFIER');
  const { kind, text } = tokens.next;
  if (kind !== 'operator' || !MATCH_OPS.has(text)) return { name, range };
  tokens.take();
  const matcher = { op: text as MatchOp, value: tokens.string() };
  return { name, matcher, range: { start: range.start, end: tokens.end } };
}
