import type { Matcher } from '../../lang/index.js';
import type { LineFilter } from '../syntax/index.js';

/** Who evaluates a node. `clickhouse` only where SQL provably gives what the TypeScript executor gives. */
export type Placement = 'clickhouse' | 'memory';

export interface Placed {
  readonly placement: Placement;
  readonly why: string;
}

/** Streams whose label passes the matcher. */
export interface LabelMatch extends Placed {
  readonly node: 'label-match';
  readonly matcher: Matcher;
}

/** Lines whose stored trace or span id, in lower-case hex and '' for none, passes the matcher. */
export interface IdMatch extends Placed {
  readonly node: 'id-match';
  readonly column: 'trace_id' | 'span_id';
  readonly matcher: Matcher;
}

/** Lines that pass the filter. */
export interface LineFilterNode extends Placed {
  readonly node: 'line-filter';
  readonly filter: LineFilter;
}

/** The streams of a selector, then their lines through every node; all conditions hold at once. */
export interface LogPlan {
  readonly labels: readonly LabelMatch[];
  readonly ids: readonly IdMatch[];
  readonly filters: readonly LineFilterNode[];
}

export type PlanNode = LabelMatch | IdMatch | LineFilterNode;

/** `auto` pushes down what it can; `memory` evaluates everything in TypeScript, to compare. */
export type Executor = 'auto' | 'memory';
