import type { Nanos, Tenant } from '@bongsu/model';
import { allOf, daysWithin } from '../../lang/index.js';
import { col, infix, LOG_STREAMS, param, type Expr, type Select } from '../../sql/index.js';
import type { LabelMatch } from '../plan/nodes.js';
import { compileLabelMatch } from './label-match.js';

/** Whose streams, in [start, end) to the day. */
export interface StreamScope {
  readonly tenant: Tenant;
  readonly start: Nanos;
  readonly end: Nanos;
}

/** Conditions on `log_streams`: the scope and every label match placed in the engine. */
export function streamCondition(scope: StreamScope, labels: readonly LabelMatch[]): Expr {
  return allOf([
    infix(col('tenant'), '=', param('String', scope.tenant)),
    daysWithin('day', scope.start, scope.end),
    ...labels.filter((l) => l.placement === 'clickhouse').map(compileLabelMatch),
  ])!;
}

/** Columns fingerprint, service, labels; a row per stream. */
export function compileStreams(where: Expr, limit?: number): Select {
  return {
    columns: [{ expr: col('fingerprint') }, { expr: col('service') }, { expr: col('labels') }],
    from: { kind: 'table', name: LOG_STREAMS.name },
    where,
    limitBy: { limit: 1, by: [col('fingerprint')] },
    ...(limit === undefined ? {} : { limit }),
  };
}

/** Column fingerprint, to stand after `IN`. */
export function compileFingerprints(where: Expr): Select {
  return {
    columns: [{ expr: col('fingerprint') }],
    from: { kind: 'table', name: LOG_STREAMS.name },
    where,
  };
}
