export { buildPlan, DIFFERENCES, instantGrid, rangeGrid, type PlanOptions } from './build.js';
export { explain } from './explain.js';
export { isOfItsTime } from './invariant.js';
export { gridTime, inputs } from './node.js';
export type {
  AggregateNode,
  BinaryNode,
  CallNode,
  Extension,
  Fetch,
  Grid,
  GridCallNode,
  Placement,
  Plan,
  PlanNode,
  Reference,
  RepeatNode,
  SelectorNode,
  SubqueryNode,
  UnaryNode,
  WindowNode,
} from './node.js';
export { resolve, type QueryTimes } from './resolve.js';
