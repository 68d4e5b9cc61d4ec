export { allOf, anyOf } from './flat-logic.js';
export { formatDuration, parseDuration } from './duration.js';
export { expandGroups } from './expand-groups.js';
export { goStringEnd, quoteGoString, unquoteGoString } from './go-string.js';
export { parseGoDuration } from './go-duration.js';
export { parseGoFloat, parseGoInt } from './go-number.js';
export { growingWindows, type Direction, type Window } from './growing-windows.js';
export { groupBy } from './group-by.js';
export type { Matcher, MatchOp } from './matcher.js';
export { nativeColumns, type NativeColumns } from './native-columns.js';
export { lineColumn, type LineColumn, type ParseError, type SourceRange } from './parse-error.js';
export { anchoredPattern, compileAnchored, type AnchoredPattern } from './re2.js';
export { whyNotEngineRegex } from './re2-placement.js';
export { StatementRoom } from './statement-room.js';
export { daysWithin, instant, within, timeBucket, withinBuckets } from './time-bounds.js';
export {
  readResources,
  ResourceRowCache,
  typedAttributes,
  type ResourceRow,
  type ResourceScope,
} from './resource-rows.js';
export { SeriesCache } from './series-cache.js';
export { scannerPosition } from './scanner-position.js';
export { POINT_READ, type QueryFailure, type SqlRunner } from './sql-runner.js';
export { RowBinaryReader } from './row-binary.js';
export { THRESHOLD_PATTERN, weightOfAttribute, weightOfThreshold, weightOfTraceState } from './sampling-weight.js';
