import { assertUnreachable } from '@bongsu/model';
import type { Expr } from '../../../sql/index.js';
import type { FieldRead } from '../../plan/grouping.js';
import { jsonFields } from './json.js';
import { logfmtFields } from './logfmt.js';
import { regexpFields } from './regexp.js';

export interface FieldColumns {
  /** Whether a line has the form in which `fields` say all that the parser would find; absent: every line has it. */
  readonly simple?: Expr;
  /** Texts that differ where what the parser finds differs. */
  readonly fields: readonly Expr[];
}

export function fieldColumns(read: FieldRead): FieldColumns {
  switch (read.kind) {
    case 'json':
      return jsonFields(read.names);
    case 'logfmt':
      return logfmtFields(read.names);
    case 'regexp':
      return regexpFields(read.pattern);
    default:
      return assertUnreachable(read);
  }
}
