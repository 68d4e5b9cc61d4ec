import { durationNs, type DurationNs } from '@bongsu/model';
import type { LabelFilter, LogQuery, LogRange, Selector, Stage, Unwrap, UnwrapConversion } from './ast.js';
import { parseLabelFilter, startsLabelFilter } from './parse-label-filter.js';
import { parseSelector } from './parse-selector.js';
import { parseStages } from './parse-stage.js';
import type { TokenStream } from './token-stream.js';

/** `{...} | stages`, with no range. */
export function parseLogQuery(tokens: TokenStream): LogQuery {
  const selector = parseSelector(tokens);
  const stages = parseStages(tokens);
  if (isUnwrap(tokens)) {
    tokens.take();
    tokens.unexpected();
  }
  return { kind: 'log-query', selector, stages, range: { start: selector.range.start, end: tokens.end } };
}

/**
 * Lines in a window. The range stands after the selector or after the pipeline, and the offset right behind it:
 * `{...}[5m] offset 1m | json`, `{...} | json [5m] offset 1m`, `({...} | json)[5m]`, `({...}[5m])`.
 *
 * `expecting` names what may stand at its start.
 */
export function parseLogRange(tokens: TokenStream, expecting: string): LogRange {
  const { start } = tokens.next.range;
  let open = 0;
  while (tokens.accept('operator', '(')) open++;
  const selector = parseSelector(tokens, open > 0 ? '{ or (' : expecting);
  let stages = parseStages(tokens);
  let end = tokens.end;
  let unwrap = parseUnwrap(tokens);
  const bare = stages.length === 0 && unwrap === undefined;

  const grouped = open > 0 && tokens.accept('operator', ')');
  if (grouped) open--;
  const missing = grouped ? 'RANGE' : unwrap === undefined ? '' : open > 0 ? 'RANGE or ) or |' : 'RANGE or |';
  const { value: interval } = tokens.expectKind('RANGE', missing);
  const offset = parseOffset(tokens);
  if (bare && !grouped) {
    stages = parseStages(tokens);
    if (stages.length > 0) end = tokens.end;
  }
  if (bare) unwrap = grouped ? parseUnwrapOnly(tokens) : parseUnwrap(tokens);
  for (; open > 0; open--) tokens.expect(')');

  const query = logQuery(selector, stages, end);
  const range = { start, end: tokens.end };
  return { query, ...(unwrap && { unwrap }), interval, offset, range };
}

const logQuery = (selector: Selector, stages: readonly Stage[], end: number): LogQuery => ({
  kind: 'log-query',
  selector,
  stages,
  range: { start: selector.range.start, end },
});

function parseOffset(tokens: TokenStream): DurationNs {
  if (!tokens.accept('keyword', 'offset')) return durationNs(0n);
  return durationNs(BigInt(tokens.expectKind('DURATION').value));
}

const isUnwrap = ({ next, afterNext }: TokenStream): boolean =>
  next.kind === 'operator' && next.text === '|' && afterNext.kind === 'keyword' && afterNext.text === 'unwrap';

/** Behind `({...})[5m]` no stage may stand. */
function parseUnwrapOnly(tokens: TokenStream): Unwrap | undefined {
  if (tokens.is('operator', '|') && !isUnwrap(tokens)) {
    tokens.take();
    tokens.unexpected('unwrap');
  }
  return parseUnwrap(tokens);
}

const CONVERSIONS: ReadonlySet<string> = new Set(['bytes', 'duration', 'duration_seconds']);

/** `| unwrap duration(took) | __error__=""` */
function parseUnwrap(tokens: TokenStream): Unwrap | undefined {
  if (!isUnwrap(tokens)) return undefined;
  const { start } = tokens.take().range;
  tokens.take();
  const { kind, text } = tokens.next;
  const conversion = kind === 'function' && CONVERSIONS.has(text) ? { conversion: text as UnwrapConversion } : {};
  let label: string;
  if ('conversion' in conversion) {
    tokens.take();
    tokens.expect('(');
    label = tokens.expectKind('IDENTIFIER').text;
    tokens.expect(')');
  } else {
    const expecting = 'IDENTIFIER or BYTES_CONV or DURATION_CONV or DURATION_SECONDS_CONV';
    label = tokens.expectKind('IDENTIFIER', expecting).text;
  }
  const filters: LabelFilter[] = [];
  while (tokens.accept('operator', '|')) {
    if (!startsLabelFilter(tokens.next)) tokens.unexpected('IDENTIFIER or (');
    filters.push(parseLabelFilter(tokens));
  }
  return { label, ...conversion, filters, range: { start, end: tokens.end } };
}
