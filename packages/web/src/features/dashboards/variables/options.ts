import { type Variable } from '../model/dashboard.js';
import { type CompilePattern } from '../patterns/pattern.js';

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
 * else the first. Then sorts as the variable says. Each value once. A pattern that cannot be run filters nothing.
 */
export function filterOptions(
  found: readonly string[],
  variable: Pick<Variable, 'regex' | 'sort'>,
  compile: CompilePattern,
): readonly VariableOption[] {
  const pattern = variable.regex === '' ? undefined : compile(variable.regex, true);
  const options = new Map<string, VariableOption>();
  const add = (value: string, text: string): void => {
    if (!options.has(value)) options.set(value, { value, text });
  };
  for (const value of found) {
    if (pattern === undefined) add(value, value);
    else {
      for (const { whole, group, named } of pattern.matches(value)) {
        const inner = named['value'] ?? named['text'] ?? group ?? whole;
        add(inner, named['text'] ?? inner);
      }
    }
  }
  return sorted([...options.values()], variable.sort);
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
