import { compileLineRegex, type LineFilter, type LineFilterOp, type LineFilterValue } from '../../syntax/index.js';
import { ipPredicate } from './ip-filter.js';
import { patternPredicate } from './pattern-filter.js';

type TakesLine = (line: string) => boolean;

/** Takes a line. `or` joins what `|=`, `|~` and `|>` look for; `!=`, `!~` and `!>` want every value absent. */
export function linePredicate({ op, values }: LineFilter): TakesLine {
  const [first, ...more] = values.map((value) => finder(op, value));
  const found = more.length === 0 ? first! : (line: string) => first!(line) || more.some((find) => find(line));
  return op.startsWith('|') ? found : (line) => !found(line);
}

function finder(op: LineFilterOp, { kind, value }: LineFilterValue): TakesLine {
  if (kind === 'ip') return ipPredicate(value);
  switch (op) {
    case '|=':
    case '!=':
      return (line) => line.includes(value);
    case '|>':
    case '!>':
      return patternPredicate(value);
    default: {
      const re = compileLineRegex(value);
      if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
      return (line) => re.value.test(line);
    }
  }
}
