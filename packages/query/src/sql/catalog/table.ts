/** A column as the engine knows it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly codec?: string;
  /** Where the table's own would be wrong for it. */
  readonly settings?: Readonly<Record<string, number>>;
  /** A `DEFAULT` expression, or with `kind` an `ALIAS` or `MATERIALIZED` one. Program text. */
  readonly expression?: { readonly kind: 'DEFAULT' | 'ALIAS' | 'MATERIALIZED'; readonly sql: string };
  readonly comment: string;
}

export interface SkipIndex {
  readonly name: string;
  readonly expression: string;
  readonly type: string;
  readonly granularity: number;
}

/** Names the merge behaviour; the cluster flavour prefixes `Replicated`. */
export type TableEngine = 'MergeTree' | 'ReplacingMergeTree' | 'AggregatingMergeTree';

export type Signal = 'logs' | 'traces' | 'metrics';

/** A table as a value: the store makes its DDL from it, the compilers read its columns. */
export interface Table {
  readonly name: string;
  /** Whose retention governs it. */
  readonly signal: Signal;
  readonly engine: TableEngine;
  readonly columns: readonly Column[];
  /** Every key starts with the tenant. */
  readonly orderBy: readonly string[];
  readonly primaryKey?: readonly string[];
  /** An expression whose text form is `YYYYMMDD`: retention drops whole partitions by that name. */
  readonly partitionBy: string;
  readonly indexes?: readonly SkipIndex[];
  readonly settings?: Readonly<Record<string, number | string>>;
  readonly comment: string;
}

/** A view that fills `into` from every insert into `from`. */
export interface MaterializedView {
  readonly name: string;
  readonly from: string;
  readonly into: string;
  readonly select: string;
}
