import type { Nanos, Tenant } from '@bongsu/model';
import { withinBuckets } from '../../lang/index.js';
import { col, infix, LOGS, param, subquery, type Expr, type Select } from '../../sql/index.js';

/** Which streams' lines: all, those of a list (with their services, the sort key's next column), or of a select. */
export type StreamChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'listed'; readonly fingerprints: readonly string[]; readonly services: readonly string[] }
  | { readonly kind: 'select'; readonly select: Select };

/** Lines of a tenant in [start, end), of some streams. */
export interface LineScope {
  readonly tenant: Tenant;
  readonly start: Nanos;
  readonly end: Nanos;
  readonly streams: StreamChoice;
}

/** Conditions on `logs`: tenant, time and streams. */
export function scopeConditions(page: LineScope): readonly Expr[] {
  return [
    infix(col('tenant'), '=', param('String', page.tenant)),
    withinBuckets(LOGS, 'ts', page.start, page.end),
    ...streamConditions(page.streams),
  ];
}

function streamConditions(streams: StreamChoice): Expr[] {
  switch (streams.kind) {
    case 'all':
      return [];
    case 'listed':
      return [
        infix(col('service'), 'IN', param('Array(String)', streams.services)),
        infix(col('stream'), 'IN', param('Array(UInt64)', streams.fingerprints)),
      ];
    case 'select':
      return [infix(col('stream'), 'IN', subquery(streams.select))];
  }
}
