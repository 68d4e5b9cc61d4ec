export type {
  LineFilter,
  LineFilterOp,
  LogQuery,
  Query,
  Selector,
  SelectorMatcher,
  Stage,
  SyntaxFault,
} from './ast.js';
export { checkQuery, checkSelector, matchesEmpty, warningsOf } from './check.js';
export { faultText } from './error-text.js';
export { lex, type Token, type TokenKind } from './lex.js';
export { compileLineRegex } from './line-regex.js';
export { MAX_QUERY_BYTES, parseMatchers, parseQuery } from './parse.js';
export { printLabels, printLineFilter, printMatcher, printQuery, printSelector } from './print.js';
