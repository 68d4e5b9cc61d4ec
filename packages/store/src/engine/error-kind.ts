import type { EngineError } from './engine.js';

/** ClickHouse exception codes that mean something else than "the statement is wrong". */
const KIND_BY_CODE: ReadonlyMap<number, Exclude<EngineError['kind'], 'statement'>> = new Map([
  [159, 'timeout'], // TIMEOUT_EXCEEDED
  [160, 'timeout'], // TOO_SLOW
  [209, 'unavailable'], // SOCKET_TIMEOUT
  [210, 'unavailable'], // NETWORK_ERROR
  [202, 'unavailable'], // TOO_MANY_SIMULTANEOUS_QUERIES
  [236, 'unavailable'], // ABORTED: the engine is shutting down
  [242, 'unavailable'], // TABLE_IS_READ_ONLY
  [252, 'unavailable'], // TOO_MANY_PARTS: merges must catch up
  [173, 'memory'], // CANNOT_ALLOCATE_MEMORY
  [241, 'memory'], // MEMORY_LIMIT_EXCEEDED
  [243, 'disk'], // NOT_ENOUGH_SPACE
  [394, 'cancelled'], // QUERY_WAS_CANCELLED
  [734, 'cancelled'], // QUERY_WAS_CANCELLED_BY_CLIENT
]);

/** Codes of file operations, and of foreign exceptions: the errno in the text says whether the disk is to blame. */
const FILE_CODES: ReadonlySet<number> = new Set([72, 75, 76, 247, 252, 1000, 1001, 1002]);

// ENOSPC, EDQUOT, EROFS, EACCES as ClickHouse and libc++ write them.
const DISK_TEXT = /errno: (28|122|30|13)\b|No space left on device|Disk quota exceeded|Read-only file system/;

/** The `Code: N.` that leads every ClickHouse exception text; undefined when there is none. */
export function exceptionCode(message: string): number | undefined {
  const digits = /^\s*Code:\s*(\d+)/.exec(message)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Sorts a ClickHouse exception into the kinds a caller can act on. `code` 0 stands for an unknown code. */
export function engineErrorOf(code: number, message: string): EngineError {
  if ((FILE_CODES.has(code) || code === 0) && DISK_TEXT.test(message)) return { kind: 'disk', message };
  const kind = KIND_BY_CODE.get(code);
  return kind === undefined ? { kind: 'statement', message, code } : { kind, message };
}

/** Errors after which the same statement may well succeed. */
export function isTransient(error: EngineError): boolean {
  return error.kind === 'timeout' || error.kind === 'memory' || error.kind === 'unavailable';
}
