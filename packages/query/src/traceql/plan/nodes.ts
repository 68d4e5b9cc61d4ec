import type { Condition } from '../syntax/index.js';

/** Who evaluates a node. `clickhouse` only where SQL provably gives what the TypeScript executor gives. */
export type Placement = 'clickhouse' | 'memory';

/** A part of a filter's outermost conjunction. */
export interface FilterNode {
  readonly node: 'filter';
  readonly condition: Condition;
  readonly placement: Placement;
  readonly why: string;
}

/** Spans that pass every node. */
export interface SpanPlan {
  readonly filters: readonly FilterNode[];
}

/** `auto` pushes down what it can; `memory` evaluates everything in TypeScript, to compare. */
export type Executor = 'auto' | 'memory';
