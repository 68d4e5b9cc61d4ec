import type { DurationNs } from '@bongsu/model';
import type { Matcher, MatchOp, ParseError, SourceRange } from '../../lang/index.js';

/** A matcher with its place in the text. */
export interface SelectorMatcher extends Matcher {
  /** The name as written, when it was a dotted or quoted OTel name: `service.name` for `service_name`. */
  readonly dotted?: string;
  readonly range: SourceRange;
}

/** `{app="x", level!="debug"}` */
export interface Selector {
  readonly kind: 'selector';
  readonly matchers: readonly SelectorMatcher[];
  readonly range: SourceRange;
}

export type LineFilterOp = '|=' | '!=' | '|~' | '!~' | '|>' | '!>';

/** `"text"` or `ip("10.0.0.0/8")`. */
export interface LineFilterValue {
  readonly kind: 'text' | 'ip';
  readonly value: string;
}

/** `|= "a" or ip("10.0.0.0/8")`. For `!=`, `!~` and `!>` every value must be absent. At least one value. */
export interface LineFilter {
  readonly kind: 'line-filter';
  readonly op: LineFilterOp;
  readonly values: readonly LineFilterValue[];
  readonly range: SourceRange;
}

/** `name="expression"`; a bare `name` has the expression `name`. */
export interface Extraction {
  readonly name: string;
  readonly expression: string;
  readonly range: SourceRange;
}

/** `| json`, or `| json a="b.c"` for some fields only. */
export interface JsonParser {
  readonly kind: 'json';
  readonly extractions: readonly Extraction[];
  readonly range: SourceRange;
}

/** `| logfmt --strict --keep-empty a, b="c"` */
export interface LogfmtParser {
  readonly kind: 'logfmt';
  readonly strict: boolean;
  readonly keepEmpty: boolean;
  readonly extractions: readonly Extraction[];
  readonly range: SourceRange;
}

export interface RegexpParser {
  readonly kind: 'regexp';
  readonly pattern: string;
  readonly range: SourceRange;
}

export interface PatternParser {
  readonly kind: 'pattern';
  readonly pattern: string;
  readonly range: SourceRange;
}

export interface UnpackParser {
  readonly kind: 'unpack';
  readonly range: SourceRange;
}

/** How a label's number is compared; `=` is read as `==`. */
export type CompareOp = '==' | '!=' | '>' | '>=' | '<' | '<=';

export interface StringLabelFilter {
  readonly kind: 'string';
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
  readonly range: SourceRange;
}

export interface QuantityLabelFilter {
  readonly kind: 'number' | 'duration' | 'bytes';
  readonly name: string;
  readonly op: CompareOp;
  /** The number, nanoseconds or bytes. */
  readonly value: number;
  /** The literal as written, for printing. */
  readonly text: string;
  readonly range: SourceRange;
}

export interface IpLabelFilter {
  readonly kind: 'ip';
  readonly name: string;
  readonly op: '=' | '!=';
  readonly value: string;
  readonly range: SourceRange;
}

export interface CombinedLabelFilter {
  readonly kind: 'and' | 'or';
  readonly left: LabelFilter;
  readonly right: LabelFilter;
  readonly range: SourceRange;
}

export type LabelFilter = StringLabelFilter | QuantityLabelFilter | IpLabelFilter | CombinedLabelFilter;

/** `| level="error" and duration > 5s` */
export interface LabelFilterStage {
  readonly kind: 'label-filter';
  readonly filter: LabelFilter;
  readonly range: SourceRange;
}

export interface LineFormat {
  readonly kind: 'line-format';
  readonly template: string;
  readonly range: SourceRange;
}

/** `name=from` or `name="template"`. */
export type LabelFormatItem =
  | { readonly kind: 'rename'; readonly name: string; readonly from: string; readonly range: SourceRange }
  | { readonly kind: 'template'; readonly name: string; readonly template: string; readonly range: SourceRange };

/** At least one item; no two of one name. */
export interface LabelFormat {
  readonly kind: 'label-format';
  readonly items: readonly LabelFormatItem[];
  readonly range: SourceRange;
}

export interface Decolorize {
  readonly kind: 'decolorize';
  readonly range: SourceRange;
}

/** A label by name, with `matcher` only where it matches. */
export interface NamedLabel {
  readonly name: string;
  readonly matcher?: { readonly op: MatchOp; readonly value: string };
  readonly range: SourceRange;
}

export interface Drop {
  readonly kind: 'drop';
  readonly labels: readonly NamedLabel[];
  readonly range: SourceRange;
}

export interface Keep {
  readonly kind: 'keep';
  readonly labels: readonly NamedLabel[];
  readonly range: SourceRange;
}

/** What a log pipeline is made of. */
export type Stage =
  | LineFilter
  | JsonParser
  | LogfmtParser
  | RegexpParser
  | PatternParser
  | UnpackParser
  | LabelFilterStage
  | LineFormat
  | LabelFormat
  | Decolorize
  | Drop
  | Keep;

export interface LogQuery {
  readonly kind: 'log-query';
  readonly selector: Selector;
  readonly stages: readonly Stage[];
  readonly range: SourceRange;
}

export type UnwrapConversion = 'bytes' | 'duration' | 'duration_seconds';

/** `| unwrap duration(took) | __error__=""` */
export interface Unwrap {
  readonly label: string;
  readonly conversion?: UnwrapConversion;
  /** All must hold after the conversion. */
  readonly filters: readonly LabelFilter[];
  readonly range: SourceRange;
}

/** Lines of `query` in the window (T - offset - interval, T - offset]. */
export interface LogRange {
  readonly query: LogQuery;
  readonly unwrap?: Unwrap;
  /** More than 0. */
  readonly interval: DurationNs;
  /** 0 when none is written; negative looks ahead. */
  readonly offset: DurationNs;
  readonly range: SourceRange;
}

export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

export const RANGE_OPS = [
  'count_over_time',
  'rate',
  'rate_counter',
  'bytes_over_time',
  'bytes_rate',
  'avg_over_time',
  'sum_over_time',
  'min_over_time',
  'max_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'quantile_over_time',
  'first_over_time',
  'last_over_time',
  'absent_over_time',
  'count_distinct',
] as const;
export type RangeOp = (typeof RANGE_OPS)[number];

export interface RangeAggregation {
  readonly kind: 'range-aggregation';
  readonly op: RangeOp;
  /** Of `quantile_over_time`, always. */
  readonly quantile?: number;
  /** The label of the extension `count_distinct(label, {..} [5m]) by (x)`, always. */
  readonly distinct?: string;
  readonly logs: LogRange;
  readonly grouping?: Grouping;
  readonly range: SourceRange;
}

export const VECTOR_OPS = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'stddev',
  'stdvar',
  'topk',
  'bottomk',
  'approx_topk',
  'sort',
  'sort_desc',
] as const;
export type VectorOp = (typeof VECTOR_OPS)[number];

export interface VectorAggregation {
  readonly kind: 'vector-aggregation';
  readonly op: VectorOp;
  /** Of `topk`, `bottomk` and `approx_topk`, always: a whole number of at least 1. */
  readonly k?: number;
  readonly grouping?: Grouping;
  readonly inner: MetricQuery;
  readonly range: SourceRange;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | CompareOp | SetOp;

export interface VectorMatching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  /** The side that may have several series per match group. */
  readonly group?: 'left' | 'right';
  /** Labels taken from the other side. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  /** Only of comparisons. */
  readonly bool: boolean;
  /** Absent: all labels must agree. */
  readonly matching?: VectorMatching;
  readonly left: MetricQuery;
  readonly right: MetricQuery;
  readonly range: SourceRange;
}

export interface NumberLiteral {
  readonly kind: 'number';
  readonly value: number;
  readonly range: SourceRange;
}

/** `vector(1)`: the number with no labels, at every step. */
export interface VectorLiteral {
  readonly kind: 'vector';
  readonly value: number;
  readonly range: SourceRange;
}

export interface LabelReplace {
  readonly kind: 'label-replace';
  readonly inner: MetricQuery;
  readonly destination: string;
  readonly replacement: string;
  readonly source: string;
  readonly pattern: string;
  readonly range: SourceRange;
}

export type MetricQuery = RangeAggregation | VectorAggregation | Binary | NumberLiteral | VectorLiteral | LabelReplace;

/** Any LogQL query. */
export type Query = LogQuery | MetricQuery;

/** Why a text is refused: `parse` it is not LogQL; `check` it is, but has no meaning. Loki calls both parse errors. */
export interface SyntaxFault extends ParseError {
  readonly kind: 'parse' | 'check';
}
