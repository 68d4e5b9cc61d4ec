import type { Expr } from '../../../sql/index.js';

/** A number that the engine and the pipeline read alike but for rounding, as RE2. */
export const PLAIN_NUMBER = '-?[0-9]{1,15}(?:\\.[0-9]{1,15})?';

/**
 * A field of a line of simple form, for comparing it. Where the name stands elsewhere in the line there is no such
 * label, whatever these are.
 */
export interface FieldNumber {
  /** '' where the field is no plain number without quotes. */
  readonly number: Expr;
  /** '' where there is no field. */
  readonly text: Expr;
  /** Whether the line has the form in which the two say what the parser would find. */
  readonly simple: Expr;
}
