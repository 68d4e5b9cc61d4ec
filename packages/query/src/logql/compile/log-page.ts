import type { Nanos, Tenant } from '@bongsu/model';
import { allOf, instant, type Direction } from '../../lang/index.js';
import { call, col, infix, LOGS, param, type Expr, type Select } from '../../sql/index.js';
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { IdMatch, LineFilterNode, PrefilterNode } from '../plan/nodes.js';
import { compileIdMatch } from './id-match.js';
import { compileLineFilter } from './line-filter.js';
import { compilePrefilter } from './prefilter.js';
import { scopeConditions, type StreamChoice } from './line-scope.js';

/** The place of a line in the order of an answer. */
export interface Position {
  readonly ts: Nanos;
  readonly seq: bigint;
}

/** Up to `limit` lines of [start, end) after a position, in the order of `direction`. */
export interface LogPage {
  readonly tenant: Tenant;
  readonly start: Nanos;
  readonly end: Nanos;
  readonly after: Position | undefined;
  readonly direction: Direction;
  readonly limit: number;
  readonly streams: StreamChoice;
  readonly ids: readonly IdMatch[];
  readonly filters: readonly LineFilterNode[];
  readonly prefilters: readonly PrefilterNode[];
  readonly limits: PipelineLimits;
  /** Whether lines that do not pass the prefilters may come too where that is cheaper. */
  readonly cheaply?: boolean;
}

const SELECTED: readonly Expr[] = [
  call('toUnixTimestamp64Nano', col('ts')),
  col('seq'),
  col('stream'),
  col('body'),
  col('resource'),
  col('severity_number'),
  col('severity_text'),
  col('event_name'),
  call('lower', call('hex', col('trace_id'))),
  call('lower', call('hex', col('span_id'))),
  col('flags'),
  call('toUnixTimestamp64Nano', col('observed_ts')),
  // As arrays: a JSON object would lose the order that the type letters follow.
  call('mapKeys', col('attributes')),
  call('mapValues', col('attributes')),
  col('attribute_types'),
  col('dropped_attributes'),
  col('detected_level'),
];

/** The columns of `exec/log-row.ts`, through every node placed in the engine. */
export function compileLogPage(page: LogPage): Select {
  const order = page.direction === 'forward' ? 'ASC' : 'DESC';
  return {
    columns: SELECTED.map((expr) => ({ expr })),
    from: { kind: 'table', name: LOGS.name },
    where: allOf([...pageConditions(page), ...(page.after ? [beyond(page.after, page.direction)] : [])])!,
    // Lines of equal time come in the order they arrived, or exactly reversed.
    orderBy: [
      { expr: col('ts'), direction: order },
      { expr: col('seq'), direction: order },
    ],
    limit: page.limit,
  };
}

/** Conditions on `logs`: tenant, time, streams, and every node placed in the engine. */
export function pageConditions(
  page: Pick<LogPage, 'tenant' | 'start' | 'end' | 'streams' | 'ids' | 'filters' | 'prefilters' | 'limits' | 'cheaply'>,
): readonly Expr[] {
  return [
    ...scopeConditions(page),
    ...page.ids.filter((n) => n.placement === 'clickhouse').map(compileIdMatch),
    ...page.filters.filter((n) => n.placement === 'clickhouse').map(compileLineFilter),
    ...page.prefilters.map((node) => compilePrefilter(node, page, page.limits, page.cheaply ?? false)),
  ];
}

function beyond(after: Position, direction: Direction): Expr {
  const op = direction === 'forward' ? '>' : '<';
  const seq = infix(col('seq'), op, param('UInt64', after.seq));
  const sameTime = infix(infix(col('ts'), '=', instant(after.ts)), 'AND', seq);
  return infix(infix(col('ts'), op, instant(after.ts)), 'OR', sameTime);
}
