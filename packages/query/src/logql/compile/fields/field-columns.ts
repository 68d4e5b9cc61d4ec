import { assertUnreachable } from '@bongsu/model';
import type { PipelineLimits } from '../../exec/pipeline/pipeline-limits.js';
import type { FieldRead } from '../../plan/line-grouping.js';
import type { FieldColumns } from './columns.js';
import { jsonFields } from './json.js';
import { logfmtFields } from './logfmt.js';
import { regexpFields } from './regexp.js';

export function fieldColumns(read: FieldRead, { jsonDepth }: PipelineLimits): FieldColumns {
  switch (read.kind) {
    case 'json':
      return jsonFields(read.names, read.errors, jsonDepth.value);
    case 'logfmt':
      return logfmtFields(read.names);
    case 'regexp':
      return regexpFields(read.pattern);
    default:
      return assertUnreachable(read);
  }
}
