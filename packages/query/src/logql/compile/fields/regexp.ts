import { call, col, param } from '../../../sql/index.js';
import type { FieldColumns } from './columns.js';

/** The groups of the first match, or none: RE2 finds the same in the engine as in the process. */
export function regexpFields(pattern: string): FieldColumns {
  const re = param('String', `(?-s)${pattern}`);
  return {
    forms: [
      {
        fields: [
          call('toString', call('match', col('body'), re)),
          call('toString', call('extractGroups', col('body'), re)),
        ],
      },
    ],
  };
}
