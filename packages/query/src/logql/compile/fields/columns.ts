import type { Expr } from '../../../sql/index.js';

export interface FieldColumns {
  /** Whether a line has the form in which `fields` say all that the parser would find; absent: every line has it. */
  readonly simple?: Expr;
  /** Texts that differ where what the parser finds differs. */
  readonly fields: readonly Expr[];
}
