import type { Labels, Result } from '@bongsu/model';
import type { Select } from '../sql/nodes.js';
import type { AnswerReach } from './answer-reach.js';
import type { FingerprintCache } from './fingerprint-cache.js';
import type { ResourceRow } from './resource-row.js';
import type { SeriesCache } from './series-cache.js';
import type { TraceExtents } from './trace-extents.js';

/** Why a query gave no answer. The server maps kinds to each API's status and text. */
export interface QueryFailure {
  readonly kind: 'timeout' | 'memory' | 'cancelled' | 'unavailable' | 'limit' | 'internal';
  readonly message: string;
}

/**
 * What a language needs of a database. The server supplies it, with the time and memory limits of the request
 * built in; a language never sees the store.
 */
export interface SqlRunner {
  /** Resources read before; without it each query reads its own. */
  readonly resources?: FingerprintCache<ResourceRow>;
  /** Labels of log streams read before. */
  readonly streamLabels?: FingerprintCache<Labels>;
  /** Series found before; without it each query looks for its own. */
  readonly series?: SeriesCache;
  /** The same of log streams. */
  readonly logStreams?: SeriesCache;
  /** What was asked of all resources before. */
  readonly resourceAnswers?: SeriesCache;
  /** How far searches looked before; without it each begins near the end of its range. */
  readonly answerReach?: AnswerReach;
  /** Where traces lie; without it each lookup asks for it. */
  readonly traceExtents?: TraceExtents;
  /** Rows as arrays in the order of the selected columns; 64-bit integers are strings, others numbers. */
  rows(select: Select, signal?: AbortSignal): Promise<Result<readonly (readonly unknown[])[], QueryFailure>>;
  /** The answer in ClickHouse's RowBinary, for columns that become typed arrays. */
  binary(select: Select, signal?: AbortSignal): Promise<Result<Uint8Array, QueryFailure>>;
  /** The answer in ClickHouse's Native format, for `nativeColumns`: many rows of a few numbers. */
  columns(select: Select, signal?: AbortSignal): Promise<Result<Uint8Array, QueryFailure>>;
}
