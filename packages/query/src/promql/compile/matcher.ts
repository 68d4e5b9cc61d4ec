import { anchoredPattern, type Matcher } from '../../lang/index.js';
import { call, col, infix, lit, not, param, type Expr } from '../../sql/index.js';
import { METRIC_NAME } from '../syntax/index.js';

/** A label's value on a row of `metric_series`; an absent label reads as the empty text, as PromQL has it. */
export function labelValue(name: string): Expr {
  return name === METRIC_NAME ? col('metric') : call('arrayElement', col('labels'), param('String', name));
}

/** A matcher as a condition on `metric_series`. Patterns are RE2 on both sides, fully anchored. */
export function matcherCondition({ name, op, value }: Matcher): Expr {
  const label = labelValue(name);
  switch (op) {
    case '=':
    case '!=':
      return infix(label, op, param('String', value));
    case '=~':
    case '!~': {
      const matches = call('match', label, param('String', anchoredPattern(value)));
      return op === '=~' ? infix(matches, '=', lit(1)) : not(matches);
    }
  }
}
