export { RANGE_OPS, VECTOR_OPS } from './ast.js';
export type {
  ArithmeticOp,
  Binary,
  BinaryOp,
  CombinedLabelFilter,
  CompareOp,
  Decolorize,
  Drop,
  Extraction,
  Grouping,
  IpLabelFilter,
  JsonParser,
  Keep,
  LabelFilter,
  LabelFilterStage,
  LabelFormat,
  LabelFormatItem,
  LabelReplace,
  LineFilter,
  LineFilterOp,
  LineFilterValue,
  LineFormat,
  LogfmtParser,
  LogQuery,
  LogRange,
  MetricQuery,
  NamedLabel,
  NumberLiteral,
  PatternParser,
  QuantityLabelFilter,
  Query,
  RangeAggregation,
  RangeOp,
  RegexpParser,
  Selector,
  SelectorMatcher,
  SetOp,
  Stage,
  StringLabelFilter,
  SyntaxFault,
  UnpackParser,
  Unwrap,
  UnwrapConversion,
  VectorAggregation,
  VectorLiteral,
  VectorMatching,
  VectorOp,
} from './ast.js';
export { compileCapturingRegex, type CapturingRegex } from './capturing-regex.js';
export { checkQuery, checkSelector, matchesEmpty } from './check.js';
export { faultText } from './error-text.js';
export { addressBytes, compareAddresses, parseIpPattern, type AddressBytes, type IpPattern } from './ip-pattern.js';
export { parseJsonPath, type JsonPath } from './json-path.js';
export { lex, tokenName, type Token, type TokenKind } from './lex.js';
export { LINE_TEMPLATE_FUNCTIONS } from './line-template-functions.js';
export { compileLineRegex } from './line-regex.js';
export { literalOf } from './literal.js';
export { parseLogfmtKey } from './logfmt-key.js';
export { MAX_QUERY_BYTES, parseMatchers, parseQuery } from './parse.js';
export { parsePattern, parsePatternFilter, type PatternPart } from './pattern-text.js';
export { prettify } from './prettify.js';
export { printMatcher, printSelector } from './print-log-query.js';
export { printLineFilter, printStage } from './print-stage.js';
export { printLabels, printQuery } from './print.js';
export { warningsOf } from './warnings.js';
