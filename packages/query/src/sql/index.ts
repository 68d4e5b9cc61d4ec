export { TABLES, VIEWS } from './catalog/catalog.js';
export { LOGS, LOG_STREAMS } from './catalog/logs.js';
export { EXEMPLARS, METRIC_SERIES, NATIVE_HISTOGRAMS, SAMPLES } from './catalog/metrics.js';
export { RESOURCES } from './catalog/resources.js';
export type { Column, MaterializedView, Signal, SkipIndex, Table, TableEngine } from './catalog/table.js';
export { SPANS, TRACES, TRACES_FROM_SPANS } from './catalog/traces.js';
export {
  and,
  call,
  callWith,
  col,
  infix,
  lambda,
  lit,
  not,
  or,
  param,
  star,
  subquery,
  type Expr,
  type InfixOp,
  type Join,
  type OrderBy,
  type ParamValue,
  type Select,
  type Selected,
  type Source,
  type SqlType,
} from './nodes.js';
export { print, printDelete, printName, type Parameter, type Statement } from './print.js';
