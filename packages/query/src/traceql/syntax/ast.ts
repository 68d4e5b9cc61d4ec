import type { ParseError, SourceRange } from '../../lang/index.js';

/** Fields of a span that are no attributes, under their canonical name: the one answers and labels show. */
export type Intrinsic =
  | 'duration'
  | 'name'
  | 'status'
  | 'statusMessage'
  | 'kind'
  | 'rootName'
  | 'rootServiceName'
  | 'traceDuration'
  | 'nestedSetLeft'
  | 'nestedSetRight'
  | 'nestedSetParent'
  | 'trace:id'
  | 'span:id'
  | 'span:parentID'
  | 'span:childCount'
  | 'event:name'
  | 'event:timeSinceStart'
  | 'link:traceID'
  | 'link:spanID'
  | 'instrumentation:name'
  | 'instrumentation:version'
  | 'parent';

/** `any` is `.x`: of the span, else its resource, an event, a link, the instrumentation scope. */
export type AttributeScope = 'any' | 'span' | 'resource' | 'event' | 'link' | 'instrumentation';

export type Field =
  | { readonly kind: 'intrinsic'; readonly name: Intrinsic; readonly range: SourceRange }
  | {
      readonly kind: 'attribute';
      readonly scope: AttributeScope;
      readonly name: string;
      /** `parent.x`: parses, but has no meaning in Tempo yet. */
      readonly parent?: true;
      /** Extension: stood without its scope, as `service.name`. */
      readonly bare?: true;
      readonly range: SourceRange;
    };

export type Literal =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  /** Nanoseconds. */
  | { readonly type: 'duration'; readonly value: bigint }
  | { readonly type: 'bool'; readonly value: boolean }
  /** OTLP's number: 0 unset, 1 ok, 2 error. */
  | { readonly type: 'status'; readonly value: number }
  /** OTLP's SpanKind number. */
  | { readonly type: 'kind'; readonly value: number }
  | { readonly type: 'nil' }
  /** Of legacy tags, which have no types: equal to a value of any type with this text. Has no syntax. */
  | { readonly type: 'text'; readonly value: string };

export type ComparisonOp = '=' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | '!~';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^';
export type LogicalOp = '&&' | '||';
export type BinaryOp = ComparisonOp | ArithmeticOp | LogicalOp;

export interface Static {
  readonly kind: 'static';
  readonly literal: Literal;
  readonly range: SourceRange;
}

export interface Binary {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: FieldExpr;
  readonly right: FieldExpr;
  readonly range: SourceRange;
}

export interface Unary {
  readonly kind: 'unary';
  readonly op: '-' | '!';
  readonly expr: FieldExpr;
  readonly range: SourceRange;
}

/** What stands between braces, and in `by`, `select` and aggregates. */
export type FieldExpr = Static | Field | Binary | Unary;

export type Relation = '>' | '>>' | '<' | '<<' | '~';
/** Plain operators give the right side; with `!` the right side without such a relation; with `&` both sides. */
export type StructuralOp = Relation | `!${Relation}` | `&${Relation}`;
export type SpansetOp = LogicalOp | StructuralOp;

export interface SpansetFilter {
  readonly kind: 'filter';
  readonly expr: FieldExpr;
  readonly range: SourceRange;
}

export interface SpansetOperation {
  readonly kind: 'spanset-op';
  readonly op: SpansetOp;
  readonly left: SpansetExpr;
  readonly right: SpansetExpr;
  readonly range: SourceRange;
}

/** `({...} | ...)` as a part of a spanset expression. */
export interface WrappedPipeline {
  readonly kind: 'pipeline';
  readonly stages: readonly Stage[];
  readonly range: SourceRange;
}

/** Extension `!{...}`: traces in which the inner expression finds no span. */
export interface Without {
  readonly kind: 'without';
  readonly expr: SpansetExpr;
  readonly range: SourceRange;
}

export type SpansetExpr = SpansetFilter | SpansetOperation | WrappedPipeline | Without;

export type AggregateOp = 'count' | 'avg' | 'min' | 'max' | 'sum';

export type ScalarExpr =
  | Static
  | {
      readonly kind: 'aggregate';
      readonly op: AggregateOp;
      /** Absent for `count()` alone. */
      readonly expr?: FieldExpr;
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'scalar-op';
      readonly op: ArithmeticOp;
      readonly left: ScalarExpr;
      readonly right: ScalarExpr;
      readonly range: SourceRange;
    }
  /** `({...} | count())`: parses, but cannot be evaluated in Tempo yet. */
  | {
      readonly kind: 'scalar-pipeline';
      readonly stages: readonly Stage[];
      readonly aggregate: ScalarExpr;
      readonly range: SourceRange;
    };

export type OrderOp = Exclude<ComparisonOp, '=~' | '!~'>;

export interface ScalarFilter {
  readonly kind: 'scalar-filter';
  readonly op: OrderOp;
  readonly left: ScalarExpr;
  readonly right: ScalarExpr;
  readonly range: SourceRange;
}

export type Stage =
  | SpansetExpr
  | ScalarFilter
  | { readonly kind: 'by'; readonly expr: FieldExpr; readonly range: SourceRange }
  | { readonly kind: 'coalesce'; readonly range: SourceRange }
  | { readonly kind: 'select'; readonly exprs: readonly FieldExpr[]; readonly range: SourceRange };

export type OverTimeOp = 'min_over_time' | 'max_over_time' | 'avg_over_time' | 'sum_over_time' | 'histogram_over_time';

export type MetricsFunction =
  | { readonly fn: 'rate' | 'count_over_time'; readonly by: readonly Field[]; readonly range: SourceRange }
  | { readonly fn: OverTimeOp; readonly field: Field; readonly by: readonly Field[]; readonly range: SourceRange }
  | {
      readonly fn: 'quantile_over_time';
      readonly field: Field;
      readonly quantiles: readonly number[];
      readonly by: readonly Field[];
      readonly range: SourceRange;
    }
  | {
      readonly fn: 'compare';
      readonly filter: SpansetFilter;
      readonly topN: bigint;
      /** Unix nanoseconds of the selection, [start, end); 0 and 0 for everywhere. */
      readonly start: bigint;
      readonly end: bigint;
      /** Arguments as written: 1, 2 or 4. */
      readonly args: 1 | 2 | 4;
      readonly range: SourceRange;
    };

export type SecondStage =
  | { readonly kind: 'topk' | 'bottomk'; readonly limit: bigint; readonly range: SourceRange }
  | { readonly kind: 'filter'; readonly op: OrderOp; readonly value: Static; readonly range: SourceRange };

export type MetricsExpr =
  | {
      readonly kind: 'metrics';
      readonly stages: readonly Stage[];
      readonly fn: MetricsFunction;
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'metrics-op';
      readonly op: '+' | '-' | '*' | '/';
      readonly left: MetricsExpr;
      readonly right: MetricsExpr;
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'second-stage';
      readonly inner: MetricsExpr;
      readonly stage: SecondStage;
      readonly range: SourceRange;
    }
  | { readonly kind: 'scalar'; readonly value: number; readonly integer: boolean; readonly range: SourceRange };

export interface Hint {
  readonly name: string;
  readonly literal: Literal;
}

export type Query =
  | {
      readonly kind: 'search';
      readonly stages: readonly Stage[];
      readonly hints: readonly Hint[];
      readonly range: SourceRange;
    }
  | {
      readonly kind: 'metrics-query';
      readonly expr: MetricsExpr;
      readonly hints: readonly Hint[];
      readonly range: SourceRange;
    };

/** `parse` it is not TraceQL; `check` it has no meaning; `unsupported` Tempo knows the syntax but does not answer it. */
export interface SyntaxFault extends ParseError {
  readonly kind: 'parse' | 'check' | 'unsupported';
  /** Where Tempo says that it is, when that is not where the range begins. */
  readonly at?: number;
  /** Tempo's scanner does not know the line any more, and says 0. */
  readonly forgetsLine?: boolean;
}
