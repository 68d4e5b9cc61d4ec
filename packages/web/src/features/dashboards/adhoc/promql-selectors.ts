/** Words that are no metric where no brace and no parenthesis follows: aggregations before their grouping, operators, modifiers. */
const WORDS: ReadonlySet<string> = new Set(
  (
    'sum min max avg group stddev stdvar count count_values bottomk topk quantile limitk limit_ratio ' +
    'and or unless atan2 bool offset by without on ignoring group_left group_right inf nan'
  ).split(' '),
);

/** After these a parenthesis holds names of labels. */
const LISTS: ReadonlySet<string> = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);

const TOKEN = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*|\[[^\]]*\]|[a-zA-Z_:][\w:]*|[\d.][\w.]*|\S/g;

/**
 * Where the selectors of a PromQL query begin, ascending, found by its tokens alone: the parser is larger than all that
 * shows a dashboard. Of a query that does not parse it finds some, and the server refuses it with or without filters.
 */
export function selectorStarts(query: string): readonly number[] {
  const tokens = [...query.matchAll(TOKEN)];
  const starts: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const text = token?.[0] ?? '';
    const next = tokens[at + 1]?.[0];
    if (LISTS.has(text.toLowerCase()) && next === '(') at = closing(tokens, at + 1, ')');
    else if (text === '{') {
      starts.push(token?.index ?? 0);
      at = closing(tokens, at, '}');
    } else if (/^[a-zA-Z_:]/.test(text) && next !== '(' && (next === '{' || !WORDS.has(text.toLowerCase()))) {
      starts.push(token?.index ?? 0);
      if (next === '{') at = closing(tokens, at + 1, '}');
    }
  }
  return starts;
}

function closing(tokens: readonly (readonly string[])[], from: number, bracket: string): number {
  const at = tokens.findIndex((token, index) => index > from && token[0] === bracket);
  return at === -1 ? tokens.length : at;
}
