import type { Nanos, Tenant } from '@bongsu/model';
import { daysWithin } from '../../lang/index.js';
import { and, col, infix, param, RESOURCES, type Expr, type Select } from '../../sql/index.js';

/** Whose spans, with start in [start, end). */
export interface SpanScope {
  readonly tenant: Tenant;
  readonly start: Nanos;
  readonly end: Nanos;
}

export const ofTenant = (scope: Pick<SpanScope, 'tenant'>): Expr =>
  infix(col('tenant'), '=', param('String', scope.tenant));

/** Fingerprints of the scope's resources that pass `condition`, to stand after `IN`. */
export function compileResources(scope: SpanScope, condition: Expr): Select {
  return {
    columns: [{ expr: col('fingerprint') }],
    from: { kind: 'table', name: RESOURCES.name },
    where: and([ofTenant(scope), daysWithin('day', scope.start, scope.end), condition])!,
  };
}
