import type { QueryLimits } from './engine.js';
import type { Settings } from './insert-statement.js';

/**
 * Settings of every read: its limits, 64-bit integers as text in JSON, and `nan`, `inf`, `-inf` as text instead of
 * a null that would lose them.
 */
export function readSettings(limits: QueryLimits): Settings {
  return {
    // Seconds; 0 would mean no limit.
    max_execution_time: Math.max(limits.time, 1) / 1000,
    timeout_overflow_mode: 'throw',
    max_memory_usage: Math.max(Math.floor(limits.memoryBytes), 1),
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_denormals: 1,
  };
}

/** Bytes of one statement, its parameters included; ClickHouse's default of 256 KiB is short for thousands of ids. */
export const MAX_QUERY_SIZE = 16 * 1024 * 1024;
