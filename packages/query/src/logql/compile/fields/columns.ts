import type { Expr } from '../../../sql/index.js';

/** What the engine reads of a line of some form instead of what a parser would find in it. */
export interface FieldForm {
  /** Whether a line has the form; absent: every line has it. */
  readonly when?: Expr;
  /** Texts of one row each that differ where what the parser finds differs. */
  readonly fields: readonly Expr[];
}

export interface FieldColumns {
  /** The first that a line has counts. Mostly that is the very first, and it is cheap to tell. */
  readonly forms: readonly [FieldForm, ...FieldForm[]];
  /** A line in which the parser finds what `fields` are for a line of a form; absent: it takes a line itself. */
  readonly lineOf?: (texts: readonly string[]) => string;
}
