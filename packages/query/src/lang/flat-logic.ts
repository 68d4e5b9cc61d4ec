import { call, type Expr } from '../sql/index.js';

/**
 * A conjunction of any length as one call, where infix `AND` would nest as deep as it is long and run into the
 * engine's bound on the depth of a statement. `undefined` for no conditions.
 */
export const allOf = (conditions: readonly Expr[]): Expr | undefined => flat('and', conditions);

/** As `allOf`, for a disjunction. */
export const anyOf = (conditions: readonly Expr[]): Expr | undefined => flat('or', conditions);

function flat(name: 'and' | 'or', conditions: readonly Expr[]): Expr | undefined {
  return conditions.length > 1 ? call(name, ...conditions) : conditions[0];
}
