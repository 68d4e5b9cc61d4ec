import { call, col, infix, lit, param, type Expr } from '../../sql/index.js';
import { storedId, type IdColumn } from '../exec/id-match.js';
import type { IdMatch } from '../plan/nodes.js';
import { compileTextMatch } from './label-match.js';

const BYTES: Readonly<Record<IdColumn, number>> = { trace_id: 16, span_id: 8 };

/** A condition on `logs`. Equality with a whole id compares the column itself, so that its index counts. */
export function compileIdMatch({ column, matcher }: IdMatch): Expr {
  const width = BYTES[column];
  if (matcher.op === '=' || matcher.op === '!=') {
    const bytes = storedId(column, matcher.value);
    // No line has an id of another shape: false for `=`, true for `!=`.
    if (bytes === undefined) return infix(lit(matcher.op), '=', lit('!='));
    return infix(col(column), matcher.op, param(`FixedString(${width})`, bytes));
  }
  const none = param(`FixedString(${width})`, new Uint8Array(width));
  return compileTextMatch(
    call('if', infix(col(column), '=', none), lit(''), call('lower', call('hex', col(column)))),
    matcher,
  );
}
