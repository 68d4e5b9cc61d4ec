/** A way to mend a query: what is wrong in words of the UI's messages, and the query as it was probably meant. */
export interface Advice {
  readonly reason:
    | 'by-after-function'
    | 'by-after-expression'
    | 'single-equals'
    | 'unclosed'
    | 'needs-range'
    | 'needs-function'
    | 'unquoted-value'
    | 'bare-grouping'
    | 'unknown-function'
    | 'template';
  /** Empty where only the reason can be told. */
  readonly query: string;
}

/** Window of a rate where the query has none to go by. */
const WINDOW = '5m';

/**
 * What a refused PromQL query was probably meant to be. Rules over the text and the server's message; whoever shows a suggestion lets
 * the server parse it first, so a rule may guess.
 * @param message the server's: `1:70: parse error: unexpected <by>`.
 */
export function adviseAll(query: string, message: string): readonly Advice[] {
  const rules = [template, equals, grouping, bareGrouping, range, needsFunction, unquoted, misspelled, unclosed];
  const found = rules.flatMap((rule) => rule(query, message) ?? []);
  return found.filter(
    (advice, at) => found.findIndex((other) => other.query === advice.query) === at && advice.query !== query,
  );
}

/** The place the server names, as an offset into the query. */
export function errorOffset(query: string, message: string): number | undefined {
  const at = /(?:^|\s|")(\d+):(\d+): /.exec(message);
  if (!at) return undefined;
  const lines = query.split('\n');
  const line = Number(at[1]);
  if (line < 1 || line > lines.length) return undefined;
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  return Math.min(query.length, before + Math.max(0, Number(at[2]) - 1));
}

type Rule = (query: string, message: string) => Advice | undefined;

const template: Rule = (query, message) =>
  /'\$'/.test(message) || /\$\w|\$\{/.test(query.replace(/"[^"]*"/g, ''))
    ? { reason: 'template', query: '' }
    : undefined;

/** `x = 0.95` is how results are written down; a comparison has two signs. */
const equals: Rule = (query, message) => {
  if (!/unexpected "="|unexpected <assign>|unexpected character: '='/.test(message)) return undefined;
  const braces = outsideBraces(query);
  const mended = [...query].map((char, at) => {
    const single =
      char === '=' && braces[at] && !/[=!<>~]/.test(query[at - 1] ?? '') && !/[=~]/.test(query[at + 1] ?? '');
    return single ? '==' : char;
  });
  return { reason: 'single-equals', query: mended.join('') };
};

/** `by (…)` belongs to an aggregation. Behind a function or a calculation it is moved to where it can work. */
const grouping: Rule = (query, message) => {
  if (!/unexpected <(by|without)>/.test(message)) return undefined;
  const at = errorOffset(query, message) ?? 0;
  const word = /\b(by|without)\s*\(([^)]*)\)/g;
  word.lastIndex = Math.max(0, at - 1);
  const clause = word.exec(query) ?? lastMatch(query, /\b(by|without)\s*\(([^)]*)\)/g);
  if (!clause) return undefined;
  const before = query.slice(0, clause.index).trimEnd();
  const after = query.slice(clause.index + clause[0].length);
  const labels = (clause[2] ?? '')
    .split(',')
    .map((label) => label.trim())
    .filter(Boolean);
  const kind = clause[1] ?? 'by';
  const call = lastCall(before);
  if (call?.name === 'histogram_quantile') {
    const comma = topLevelComma(call.inside);
    if (comma === undefined) return undefined;
    const quantile = call.inside.slice(0, comma).trim();
    const buckets = call.inside.slice(comma + 1).trim();
    const all =
      kind === 'by' ? ['le', ...labels.filter((label) => label !== 'le')] : labels.filter((label) => label !== 'le');
    return {
      reason: 'by-after-function',
      query: `${call.before}histogram_quantile(${quantile}, sum ${kind} (${all.join(', ')}) (${buckets}))${after}`,
    };
  }
  const clauseText = `${kind} (${labels.join(', ')})`;
  if (call && call.name !== '' && !AGGREGATIONS.has(call.name)) {
    return {
      reason: 'by-after-function',
      query: `${call.before}sum ${clauseText} (${call.name}(${call.inside}))${after}`,
    };
  }
  // Behind a calculation: it was meant for each of its aggregations.
  const spread = before.replace(/\b(sum|avg|min|max|count|stddev|stdvar|group)\s*\((?!\s*\))/g, `$1 ${clauseText} (`);
  if (spread === before) return undefined;
  return { reason: 'by-after-expression', query: withRates(spread) + after };
};

const AGGREGATIONS: ReadonlySet<string> = new Set(
  'sum avg min max count stddev stdvar group topk bottomk quantile count_values limitk limit_ratio'.split(' '),
);

/** Counters are compared by their growth: `_total` that stands bare in an aggregation gets a rate. */
function withRates(query: string): string {
  return query.replace(/\)?\s*\(\s*(\w+_total(?:\{[^}]*\})?)\s*\)/g, (whole, selector: string) =>
    whole.replace(selector, `rate(${selector}[${WINDOW}])`),
  );
}

/** `sum(x) by job`. */
const bareGrouping: Rule = (query) => {
  const mended = query.replace(
    /\b(by|without|on|ignoring)\s+([a-zA-Z_]\w*(?:\s*,\s*[a-zA-Z_]\w*)*)(?=\s*($|[)+*/<>=!-]|\())/g,
    '$1 ($2)',
  );
  return mended === query ? undefined : { reason: 'bare-grouping', query: mended };
};

/** `rate(x)` without the window. */
const range: Rule = (query, message) => {
  const name = /expected type range vector in call to function "(\w+)"/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const mended = query.replace(
    /\b(\w+)(\s*\(\s*)((?:[a-zA-Z_:][\w:]*)?(?:\{[^}]*\})?)(\s*\))/g,
    (whole, called: string, open: string, selector: string, close: string) =>
      called === name && selector !== '' ? `${called}${open}${selector}[${WINDOW}]${close}` : whole,
  );
  return mended === query ? undefined : { reason: 'needs-range', query: mended };
};

/** `x[5m]` by itself, or in an aggregation. */
const needsFunction: Rule = (query, message) => {
  const bare =
    /invalid expression type "range vector"|expected type instant vector.*got range vector|expected type instant vector in aggregation/;
  if (!bare.test(message)) return undefined;
  const mended = query.replace(
    /(^|\(\s*)((?:[a-zA-Z_:][\w:]*)?(?:\{[^}]*\})?\[[^\]:]+\])/g,
    (whole, open: string, matrix: string, at: number) => {
      const inCall = /\b\w+\s*$/.exec(query.slice(0, at));
      const isAggregation = inCall !== null && AGGREGATIONS.has(inCall[0].trim());
      return open === '' || isAggregation ? `${open}rate(${matrix})` : whole;
    },
  );
  return mended === query ? undefined : { reason: 'needs-function', query: mended };
};

/** `{job=api}`. */
const unquoted: Rule = (query) => {
  const mended = query.replace(/([{,]\s*[a-zA-Z_]\w*\s*(?:=~|!~|!=|=)\s*)([^"'`\s,}][^,}]*?)(\s*[,}])/g, '$1"$2"$3');
  return mended === query ? undefined : { reason: 'unquoted-value', query: mended };
};

const FUNCTIONS =
  'abs absent absent_over_time avg_over_time ceil changes clamp clamp_max clamp_min count_over_time day_of_month day_of_week days_in_month delta deriv exp floor histogram_avg histogram_count histogram_fraction histogram_quantile histogram_sum hour idelta increase irate label_join label_replace last_over_time ln log10 log2 max_over_time min_over_time minute month predict_linear present_over_time quantile_over_time rate resets round scalar sgn sort sort_desc sqrt stddev_over_time stdvar_over_time sum_over_time time timestamp vector year'.split(
    ' ',
  );

const misspelled: Rule = (query, message) => {
  const wrong = /unknown function with name "([^"]+)"/.exec(message)?.[1];
  if (wrong === undefined) return undefined;
  const nearest = [...FUNCTIONS, ...AGGREGATIONS]
    .map((name) => ({ name, far: distance(wrong.toLowerCase(), name) }))
    .sort((a, b) => a.far - b.far)[0];
  if (!nearest || nearest.far > Math.max(2, wrong.length / 3)) return undefined;
  return { reason: 'unknown-function', query: query.replace(wrong, nearest.name) };
};

/** Brackets that were opened and never closed. */
const unclosed: Rule = (query) => {
  const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };
  const open: string[] = [];
  let quote = '';
  for (let at = 0; at < query.length; at++) {
    const char = query[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (/["'`]/.test(char)) quote = char;
    else if (closing[char] !== undefined) open.push(closing[char]);
    else if (/[)}\]]/.test(char) && open.at(-1) === char) open.pop();
  }
  if (open.length === 0 && quote === '') return undefined;
  return { reason: 'unclosed', query: query.trimEnd() + quote + open.reverse().join('') };
};

/** For each character whether it stands outside of braces and strings. */
function outsideBraces(query: string): readonly boolean[] {
  let depth = 0;
  let quote = '';
  return [...query].map((char) => {
    if (quote !== '') {
      if (char === quote) quote = '';
      return false;
    }
    if (/["'`]/.test(char)) quote = char;
    if (char === '{') depth++;
    if (char === '}') depth--;
    return depth === 0 && quote === '';
  });
}

/** The call whose closing bracket ends the text: `… name(inside)`. */
function lastCall(
  text: string,
): { readonly before: string; readonly name: string; readonly inside: string } | undefined {
  if (!text.endsWith(')')) return undefined;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++;
    if (text[at] === '(' && --depth === 0) {
      const name = /\w*\s*$/.exec(text.slice(0, at))?.[0] ?? '';
      return { before: text.slice(0, at - name.length), name: name.trim(), inside: text.slice(at + 1, -1) };
    }
  }
  return undefined;
}

function topLevelComma(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (/[([{]/.test(char)) depth++;
    if (/[)\]}]/.test(char)) depth--;
    if (char === ',' && depth === 0) return at;
  }
  return undefined;
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  return [...text.matchAll(pattern)].at(-1);
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
