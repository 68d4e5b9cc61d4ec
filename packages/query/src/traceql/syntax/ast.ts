import type { ParseError, SourceRange } from '../../lang/index.js';

/** Fields of a span that are no attributes, under their unscoped name. */
export type Intrinsic = 'name' | 'duration' | 'status' | 'statusMessage' | 'kind';

export type Field =
  | { readonly kind: 'intrinsic'; readonly name: Intrinsic; readonly range: SourceRange }
  /** Scope `any` is `.x`: the span's attribute, else its resource's. */
  | {
      readonly kind: 'attribute';
      readonly scope: 'any' | 'span' | 'resource';
      readonly name: string;
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

export interface Comparison {
  readonly kind: 'comparison';
  readonly field: Field;
  readonly op: ComparisonOp;
  readonly literal: Literal;
  readonly range: SourceRange;
}

export type Condition =
  | Comparison
  | { readonly kind: 'constant'; readonly value: boolean; readonly range: SourceRange }
  | {
      readonly kind: 'logical';
      readonly op: '&&' | '||';
      readonly left: Condition;
      readonly right: Condition;
      readonly range: SourceRange;
    };

/** `{ conditions }`. Spanset operators, pipelines and metrics join this with their issue. */
export interface Query {
  readonly kind: 'spanset-filter';
  /** `undefined` for `{}`, which takes every span. */
  readonly condition: Condition | undefined;
  readonly range: SourceRange;
}

/** `parse` it is not TraceQL; `check` it has no meaning; `unsupported` Tempo would answer it, Bongsu not yet. */
export interface SyntaxFault extends ParseError {
  readonly kind: 'parse' | 'check' | 'unsupported';
}
