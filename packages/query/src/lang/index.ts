export { formatDuration, parseDuration } from './duration.js';
export { goStringEnd, quoteGoString, unquoteGoString } from './go-string.js';
export type { Matcher, MatchOp } from './matcher.js';
export { lineColumn, type LineColumn, type ParseError, type SourceRange } from './parse-error.js';
export { anchoredPattern, compileAnchored, type AnchoredPattern } from './re2.js';
export { whyNotEngineRegex } from './re2-placement.js';
export { daysWithin, instant, within } from './time-bounds.js';
export { readResources, typedAttributes, type ResourceRow } from './resource-rows.js';
export type { QueryFailure, SqlRunner } from './sql-runner.js';
