export type { Comparison, ComparisonOp, Condition, Field, Intrinsic, Literal, Query, SyntaxFault } from './ast.js';
export { checkQuery } from './check.js';
export { formatDurationNs, parseDurationNs } from './duration.js';
export { faultText } from './error-text.js';
export { INTRINSICS, KIND_NAMES, STATUS_NAMES } from './fields.js';
export { lex, type Token, type TokenKind } from './lex.js';
export { MAX_CONDITIONS, MAX_QUERY_BYTES, parseField, parseQuery } from './parse.js';
export { printComparison, printCondition, printField, printLiteral, printQuery } from './print.js';
