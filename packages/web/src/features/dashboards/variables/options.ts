import { type Variable } from '../model/dashboard.js';

export interface VariableOption {
  readonly value: string;
  readonly text: string;
}

/** `Production : prod, test` and escaped commas (`a\,b`). */
export function customOptions(query: unknown): readonly VariableOption[] {
  if (typeof query !== 'string') return [];
  const parts = query.match(/(?:\\,|[^,])+/g) ?? [];
  return parts.flatMap((part) => {
    const whole = part.trim().replaceAll('\\,', ',');
    const pair = /^\s*(.+)\s:\s(.+)$/.exec(whole);
    if (whole === '') return [];
    return [pair ? { text: (pair[1] ?? '').trim(), value: (pair[2] ?? '').trim() } : { text: whole, value: whole }];
  });
}

/**
 * Keeps the values the variable's pattern matches, and of each what its group captures: the groups `value` and `text` by name,
 * else the first. Then sorts as the variable says. Each value once.
 * The pattern is the dashboard's JavaScript one and runs on names of labels and metrics in the viewer's own browser.
 */
export function filterOptions(
  found: readonly string[],
  variable: Pick<Variable, 'regex' | 'sort'>,
): readonly VariableOption[] {
  const pattern = readPattern(variable.regex);
  const options = new Map<string, VariableOption>();
  for (const value of found) {
    if (pattern === undefined) {
      if (!options.has(value)) options.set(value, { value, text: value });
      continue;
    }
    for (const match of pattern.global ? value.matchAll(pattern) : [pattern.exec(value)]) {
      if (!match) continue;
      const inner = match.groups?.['value'] ?? match.groups?.['text'] ?? match[1] ?? match[0];
      const text = match.groups?.['text'] ?? inner;
      if (!options.has(inner)) options.set(inner, { value: inner, text });
    }
  }
  return sorted([...options.values()], variable.sort);
}

/** `/pattern/flags`, or a pattern that must match from its start to its end. A broken pattern filters nothing. */
function readPattern(text: string): RegExp | undefined {
  if (text === '') return undefined;
  const slashed = /^\/([\s\S]*)\/([gimsuy]*)$/.exec(text);
  try {
    return slashed ? new RegExp(slashed[1] ?? '', slashed[2]) : new RegExp(`^${text}$`);
  } catch {
    return undefined;
  }
}

/** Grafana's numbers: 1 and 2 by text, 3 and 4 by the number in it, 5 and 6 without regard to case, 7 and 8 naturally. Even: descending. */
function sorted(options: VariableOption[], sort: number): readonly VariableOption[] {
  if (sort === 0) return options;
  const down = sort % 2 === 0 ? -1 : 1;
  const numberIn = (text: string): number => Number(/\d+(?:\.\d+)?/.exec(text)?.[0] ?? -1);
  const compare = (a: string, b: string): number => {
    if (sort <= 2) return a < b ? -1 : a > b ? 1 : 0;
    if (sort <= 4) return numberIn(a) - numberIn(b);
    return a.localeCompare(b, undefined, sort <= 6 ? { sensitivity: 'base' } : { numeric: true });
  };
  return options.sort((a, b) => down * compare(a.text, b.text));
}
