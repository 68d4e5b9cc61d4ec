import { anyOf } from '../../lang/index.js';
import { call, col, infix, lit, not, param, type Expr } from '../../sql/index.js';
import type { LineFilterNode } from '../plan/nodes.js';

/** A condition on the body in `logs`. */
export function compileLineFilter({ filter: { op, values } }: LineFilterNode): Expr {
  const negative = op === '!=' || op === '!~';
  const found = anyOf(values.map(({ value }) => (op === '|=' || op === '!=' ? contains(value) : matches(value))))!;
  return negative ? not(found) : found;
}

const contains = (value: string): Expr => infix(call('position', col('body'), param('String', value)), '>', lit(0));

/** `match` lets a dot match line feeds unless told otherwise; Loki does not. */
const matches = (value: string): Expr => call('match', col('body'), param('String', `(?-s)${value}`));
