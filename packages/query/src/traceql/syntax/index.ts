export type {
  AggregateOp,
  ArithmeticOp,
  AttributeScope,
  Binary,
  BinaryOp,
  ComparisonOp,
  Field,
  FieldExpr,
  Hint,
  Intrinsic,
  Literal,
  LogicalOp,
  MetricsExpr,
  MetricsFunction,
  OrderOp,
  Query,
  Relation,
  ScalarExpr,
  ScalarFilter,
  SecondStage,
  SpansetExpr,
  SpansetFilter,
  SpansetOp,
  Stage,
  Static,
  StructuralOp,
  SyntaxFault,
} from './ast.js';
export { checkQuery } from './check.js';
export { parseDurationNs } from './duration.js';
export { formatGoDuration } from '../../lang/go-duration.js';
export { faultText } from './error-text.js';
export { INTRINSICS, KIND_NAMES, STATUS_NAMES } from './fields.js';
export { lenientFilter } from './lenient.js';
export { lex, type Token, type TokenKind } from './lex.js';
export { MAX_CONDITIONS, MAX_QUERY_BYTES, parseField, parseQuery, whyNoField } from './parse.js';
export {
  printExpr,
  printField,
  printFunction,
  printLiteral,
  printMetrics,
  printQuery,
  printScalar,
  printStage,
} from './print.js';
export { impliedType } from './check-expr.js';
export { fieldKey, fieldsOf, metricsLeaves, visitExpr, visitFields, visitQueryFields, visitStages } from './visit.js';
