/** What the engine is told in its configuration file. Everything else is fixed here. */
export interface EngineConfig {
  /** Ceiling over all statements, merges and caches of the engine, in bytes. */
  readonly memoryBytes: number;
}

const MIB = 1024 * 1024;

/**
 * How many times the largest of some parts all of them must be to be worth a merge while they are young; 5 is ClickHouse's.
 * With five small commits a second merging takes 31 ms of processor time per commit instead of 51, and a table has about
 * nine parts instead of four. Not fewer merges by `min_parts_to_merge_at_once`: days that are over would keep their last
 * parts for good.
 */
const MERGE_BASE = 10;

/**
 * ClickHouse server configuration for one data folder on one small machine. It has no logs of its own, no caches
 * beyond what the queries of a small set-up need, and sends nothing anywhere.
 */
export function engineConfigXml(config: EngineConfig): string {
  const settings: readonly (readonly [string, number | string])[] = [
    ['max_server_memory_usage', config.memoryBytes],
    ['max_server_memory_usage_to_ram_ratio', 0],
    ['mark_cache_size', 32 * MIB],
    ['index_mark_cache_size', 8 * MIB],
    ['primary_index_cache_size', 32 * MIB],
    ['uncompressed_cache_size', 0],
    ['index_uncompressed_cache_size', 0],
    ['query_condition_cache_size', 8 * MIB],
    ['mmap_cache_size', 0],
    ['parquet_metadata_cache_size', 0],
    ['iceberg_metadata_files_cache_size', 0],
    ['text_index_tokens_cache_size', 4 * MIB],
    ['text_index_header_cache_size', 4 * MIB],
    ['text_index_postings_cache_size', 8 * MIB],
    ['vector_similarity_index_cache_size', 0],
    ['background_pool_size', 2],
    ['background_merges_mutations_concurrency_ratio', 2],
    ['background_move_pool_size', 1],
    ['background_fetches_pool_size', 1],
    ['background_common_pool_size', 1],
    ['background_schedule_pool_size', 2],
    ['background_schedule_pool_initial_size', 2],
    ['max_thread_pool_free_size', 16],
    ['max_io_thread_pool_size', 16],
    ['max_active_parts_loading_thread_pool_size', 4],
    ['max_outdated_parts_loading_thread_pool_size', 2],
    ['max_parts_cleaning_thread_pool_size', 2],
    ['max_concurrent_queries', 0],
    // 5000 gives freed memory back at once after that long near a threshold, and gets it again with the next statement:
    // of one over a million lines 300 of 900 ms of processor time (640 ms on the clock instead of 440). Freed memory goes
    // back after some seconds as it is, and at once where it is a fifth of the ceiling.
    ['memory_worker_decay_adjustment_period_ms', 0],
    ['disable_internal_dns_cache', 1],
  ];
  const lines = settings.map(([name, value]) => `  <${name}>${value}</${name}>`);
  return [
    '<clickhouse>',
    '  <!-- Written by Bongsu at every start; changes are lost. -->',
    ...lines,
    `  <merge_tree><merge_selector_base>${MERGE_BASE}</merge_selector_base></merge_tree>`,
    '  <logger><level>none</level></logger>',
    '  <send_crash_reports><enabled>false</enabled></send_crash_reports>',
    ...SYSTEM_LOGS.map((name) => `  <${name} remove="1"/>`),
    '</clickhouse>',
    '',
  ].join('\n');
}

const SYSTEM_LOGS = [
  'asynchronous_insert_log',
  'asynchronous_metric_log',
  'backup_log',
  'blob_storage_log',
  'crash_log',
  'error_log',
  'latency_log',
  'metric_log',
  'opentelemetry_span_log',
  'part_log',
  'processors_profile_log',
  'query_log',
  'query_metric_log',
  'query_thread_log',
  'query_views_log',
  'session_log',
  'text_log',
  'trace_log',
  'zookeeper_log',
];
