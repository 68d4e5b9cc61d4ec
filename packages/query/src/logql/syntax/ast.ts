import type { Matcher, ParseError, SourceRange } from '../../lang/index.js';

/** A matcher with its place in the text. */
export interface SelectorMatcher extends Matcher {
  /** The name as written, when it was a dotted OTel name: `service.name` for `service_name`. */
  readonly dotted?: string;
  readonly range: SourceRange;
}

/** `{app="x", level!="debug"}` */
export interface Selector {
  readonly kind: 'selector';
  readonly matchers: readonly SelectorMatcher[];
  readonly range: SourceRange;
}

export type LineFilterOp = '|=' | '!=' | '|~' | '!~';

/** `|= "a" or "b"`. For `!=` and `!~` every value must be absent. At least one value. */
export interface LineFilter {
  readonly kind: 'line-filter';
  readonly op: LineFilterOp;
  readonly values: readonly string[];
  readonly range: SourceRange;
}

/** What a log pipeline is made of. Parsers, label filters and formats join this union with their issue. */
export type Stage = LineFilter;

export interface LogQuery {
  readonly kind: 'log-query';
  readonly selector: Selector;
  readonly stages: readonly Stage[];
  readonly range: SourceRange;
}

/** Any LogQL query. Metric queries join this union with their issue. */
export type Query = LogQuery;

/**
 * Why a text is refused: `parse` it is not LogQL; `check` it is, but has no meaning (Loki reports both as parse
 * errors); `unsupported` Loki would answer it and Bongsu does not yet.
 */
export interface SyntaxFault extends ParseError {
  readonly kind: 'parse' | 'check' | 'unsupported';
}
