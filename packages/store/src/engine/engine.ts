import type { DurationMs, Result, RowLayout } from '@bongsu/model';
import type { Statement } from '@bongsu/query/sql';

/** Rows for one table, to be stored as one unit as far as the engine can. */
export interface Insert {
  readonly table: string;
  readonly layout: RowLayout;
  /** RowBinary in the order of `layout`; concatenated as they are. */
  readonly chunks: readonly Uint8Array[];
  readonly rows: number;
  /** A repeated insert with the same token stores nothing. */
  readonly deduplicationToken?: string;
}

export interface QueryLimits {
  readonly time: DurationMs;
  readonly memoryBytes: number;
}

export interface QueryOptions {
  readonly limits: QueryLimits;
  /** Aborting kills the statement in the engine, not only the wait for it. */
  readonly signal?: AbortSignal;
  /** Besides the engine's own: what holds a statement that a user wrote. */
  readonly settings?: Readonly<Record<string, number | string>>;
}

/**
 * Formats a reader may ask for. Text with 64-bit integers quoted, or RowBinary and Native for typed arrays. The one with
 * progress has a line for the names and types of columns, one for each row, and now and then one for what was read.
 */
export type ReadFormat =
  'JSONCompactEachRow' | 'JSONCompactEachRowWithProgress' | 'JSONEachRow' | 'Native' | 'RowBinary' | 'Parquet';

export type EngineError =
  /** The statement ran longer than its limit. */
  | { readonly kind: 'timeout'; readonly message: string }
  /** The statement asked for more memory than its limit, or the engine as a whole has no more. */
  | { readonly kind: 'memory'; readonly message: string }
  | { readonly kind: 'cancelled'; readonly message: string }
  /** Writing failed because the disk is full or not writable. */
  | { readonly kind: 'disk'; readonly message: string }
  /** The engine cannot be reached or is closing. */
  | { readonly kind: 'unavailable'; readonly message: string }
  /** The statement is wrong. From compiled queries this is a bug; from the SQL page it is the user's text. */
  | { readonly kind: 'statement'; readonly message: string; readonly code: number };

/**
 * ClickHouse, embedded or remote. Safe for concurrent use; statements beyond the pool wait their turn.
 * Methods return expected failures and throw on misuse (e.g. after `close`).
 */
export interface Engine {
  /** Resolves when the rows are on disk (fsync of parts and folder). */
  insert(insert: Insert): Promise<Result<void, EngineError>>;
  /** The whole answer in memory. */
  query(statement: Statement, format: ReadFormat, options: QueryOptions): Promise<Result<Uint8Array, EngineError>>;
  /** Chunks as the engine makes them, each ending at a row's end; ends the statement when the consumer stops. */
  stream(
    statement: Statement,
    format: ReadFormat,
    options: QueryOptions,
  ): AsyncIterable<Result<Uint8Array, EngineError>>;
  /** DDL and maintenance. As a text the program's own only, never a user's. */
  command(sql: string | Statement): Promise<Result<void, EngineError>>;
  /** Waits for running statements, then releases the folder or connection. */
  close(): Promise<void>;
}
