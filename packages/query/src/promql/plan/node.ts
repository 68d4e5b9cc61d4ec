import type { DurationMs, Millis } from '@bongsu/model';
import type { Matcher } from '../../lang/index.js';
import type { Aggregate, Binary, Call, Unary } from '../syntax/index.js';

/** Where a node's work is done, and why there. */
export interface Placement {
  readonly where: 'clickhouse' | 'memory';
  readonly why: string;
}

/** The times at which a node is evaluated: `start`, `start + step`, ... `count` of them, which may be 0. */
export interface Grid {
  readonly start: Millis;
  /** At least 1, also where `count` is 1. */
  readonly step: DurationMs;
  readonly count: number;
}

export const gridTime = (grid: Grid, i: number): number => grid.start + i * grid.step;

/** Samples of the series that match, read once for every node that needs them. */
export interface Fetch {
  readonly id: number;
  readonly matchers: readonly Matcher[];
  /** Exclusive. */
  readonly after: Millis;
  /** Inclusive. */
  readonly until: Millis;
  readonly placement: Placement;
}

interface Base {
  readonly grid: Grid;
  readonly placement: Placement;
}

export interface NumberNode extends Base {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringNode extends Base {
  readonly kind: 'string';
  readonly value: string;
}

/** Which moment a selector looks at for a step at `t`: `(at ?? t) - offset`. */
export interface Reference {
  readonly at?: Millis;
  readonly offset: DurationMs;
}

/** The newest sample of each series in `(reference - lookback, reference]`. */
export interface SelectorNode extends Base, Reference {
  readonly kind: 'selector';
  readonly fetch: Fetch;
  readonly lookback: DurationMs;
  /** Of native histograms only count and sum are wanted. */
  readonly statistics: boolean;
  /** Values lie on the line between the samples around the reference, up to `lookback` away. */
  readonly smoothed?: true;
}

/**
 * A window that reaches `lookback` further back, and smoothed also further on, for functions that want to know what was
 * at its ends.
 */
export interface Extension {
  readonly kind: 'anchored' | 'smoothed';
  readonly lookback: DurationMs;
}

/** All samples of each series in `(reference - range, reference]`. */
export interface WindowNode extends Base, Reference {
  readonly kind: 'window';
  readonly fetch: Fetch;
  readonly range: DurationMs;
  /** Of native histograms only count and sum are wanted. */
  readonly statistics: boolean;
  readonly extension?: Extension;
}

/** As a window, over the values of `inner` on its own grid. */
export interface SubqueryNode extends Base, Reference {
  readonly kind: 'subquery';
  readonly inner: PlanNode;
  readonly range: DurationMs;
}

/** The one value of `inner`, whose grid has one step, at every step. */
export interface RepeatNode extends Base {
  readonly kind: 'repeat';
  readonly inner: PlanNode;
}

export interface UnaryNode extends Base {
  readonly kind: 'unary';
  readonly expr: Unary;
  readonly inner: PlanNode;
}

export interface BinaryNode extends Base {
  readonly kind: 'binary';
  readonly expr: Binary;
  readonly left: PlanNode;
  readonly right: PlanNode;
}

export interface AggregateNode extends Base {
  readonly kind: 'aggregate';
  readonly expr: Aggregate;
  readonly inner: PlanNode;
  readonly param?: PlanNode;
}

export interface CallNode extends Base {
  readonly kind: 'call';
  readonly expr: Call;
  readonly args: readonly PlanNode[];
}

/** A function of one range vector that ClickHouse computes on the grid, series by series. */
export interface GridCallNode extends Base {
  readonly kind: 'grid-call';
  readonly expr: Call;
  /** The aggregate function that computes it. */
  readonly sqlFunction: string;
  /** For the series ClickHouse may not compute exactly. */
  readonly window: WindowNode;
}

export type PlanNode =
  | NumberNode
  | StringNode
  | SelectorNode
  | WindowNode
  | SubqueryNode
  | RepeatNode
  | UnaryNode
  | BinaryNode
  | AggregateNode
  | CallNode
  | GridCallNode;

export interface Plan {
  readonly root: PlanNode;
  /** What to read before the evaluator runs. */
  readonly fetches: readonly Fetch[];
  /** The window of the outermost query. */
  readonly grid: Grid;
}

/** Direct inputs of a node. */
export function inputs(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'selector':
    case 'window':
      return [];
    case 'subquery':
    case 'repeat':
    case 'unary':
      return [node.inner];
    case 'binary':
      return [node.left, node.right];
    case 'aggregate':
      return node.param === undefined ? [node.inner] : [node.param, node.inner];
    case 'call':
      return node.args;
    case 'grid-call':
      return [node.window];
  }
}
