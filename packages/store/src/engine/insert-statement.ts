import type { RowLayout } from '@bongsu/model';
import { printName } from '@bongsu/query/sql';

/** Column names for an `INSERT INTO t (...)`, in the order of the layout. */
export function columnList(layout: RowLayout): string {
  return layout.map(([name]) => printName(name)).join(', ');
}

/** A structure as `file` and `input` take it: names and the types the bytes are in. */
export function structure(layout: RowLayout): string {
  return layout.map(([name, type]) => `${printName(name)} ${type}`).join(', ');
}

export type Settings = Readonly<Record<string, number | string>>;

/**
 * Settings of every insert: one block, so one part per partition (a part is what deduplication and fsync are
 * about), parsed by one thread, on disk before it is answered.
 */
export function insertSettings(rows: number, deduplicationToken: string | undefined): Settings {
  const block = Math.max(rows, 1);
  return {
    async_insert: 0,
    max_threads: 1,
    max_insert_threads: 1,
    max_block_size: block,
    max_insert_block_size: block,
    min_insert_block_size_rows: block,
    min_insert_block_size_bytes: 0,
    max_partitions_per_insert_block: 0,
    input_format_parallel_parsing: 0,
    deduplicate_blocks_in_dependent_materialized_views: 1,
    ...(deduplicationToken === undefined
      ? { insert_deduplicate: 0 }
      : { insert_deduplicate: 1, insert_deduplication_token: deduplicationToken }),
  };
}

/** `a = 1, b = 'x'`; quotes and backslashes in a value are escaped. */
export function printSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : value;
      return `${printName(name)} = ${text}`;
    })
    .join(', ');
}
