export { astToJson, type Json } from './ast-json.js';
export { children, isComparison, isSetOp, isTrim, unwrap } from './ast.js';
export type {
  Aggregate,
  Aggregator,
  ArithmeticOp,
  At,
  Binary,
  BinaryOp,
  Call,
  Cardinality,
  ComparisonOp,
  DurationExpr,
  DurationOp,
  DurationTerm,
  Expr,
  MatrixSelector,
  NumberLiteral,
  Paren,
  SetOp,
  StringLiteral,
  Subquery,
  TimeModifiers,
  Unary,
  VectorMatching,
  VectorSelector,
} from './ast.js';
export { typeOf } from './check.js';
export { featuresNamed, PRODUCTION_FEATURES, SCRIPT_FEATURES, type PromFeatures } from './features.js';
export { FUNCTIONS, TYPE_NAMES, type Signature, type ValueType } from './functions.js';
export { describe, lex, type Token, type TokenKind } from './lex.js';
export { formatGoNumber, formatPlainNumber, formatSampleValue } from './number.js';
export { formatParseError, parse, parseSelector } from './parse.js';
export { METRIC_NAME } from './parse-selector.js';
export { supportedLanguage, type SupportedLanguage } from './supported.js';
export { prettify } from './prettify.js';
export { print } from './print.js';
export { goQuote } from './quote.js';
