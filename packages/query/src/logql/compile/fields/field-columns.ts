import { assertUnreachable } from '@bongsu/model';
import type { FieldRead } from '../../plan/line-grouping.js';
import type { FieldColumns } from './columns.js';
import { jsonFields } from './json.js';
import { logfmtFields } from './logfmt.js';
import { regexpFields } from './regexp.js';

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
