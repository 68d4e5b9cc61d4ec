import type { Expr } from '../../../sql/index.js';

export interface FieldColumns {
  /** Whether a line has the form in which `fields` say all that the parser would find; absent: every line has it. */
  readonly simple?: Expr;
  /** Texts that differ where what the parser finds differs. */
  readonly fields: readonly Expr[];
  /** A line of the simple form in which the parser finds what `fields` are for such a line; absent: it takes a line itself. */
  readonly lineOf?: (texts: readonly string[]) => string;
}
