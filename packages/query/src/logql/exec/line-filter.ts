import { compileLineRegex, type LineFilter } from '../syntax/index.js';

/** Takes a line. `or` joins what `|=` and `|~` look for; `!=` and `!~` want every value absent. */
export function linePredicate({ op, values }: LineFilter): (line: string) => boolean {
  const found = values.map(({ value }) => finder(op, value));
  return op === '|=' || op === '|~'
    ? (line) => found.some((find) => find(line))
    : (line) => !found.some((find) => find(line));
}

function finder(op: LineFilter['op'], value: string): (line: string) => boolean {
  if (op === '|=' || op === '!=') return (line) => line.includes(value);
  const re = compileLineRegex(value);
  if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
  return (line) => re.value.test(line);
}
