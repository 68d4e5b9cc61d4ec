import type { Migration } from './migration.js';

/**
 * Summaries say how many spans each service sent and which rare parts any span has, so that a search needs no third
 * statement and a trace is read without the columns that are empty in it. Of rows that are there it is unknown.
 */
export const TRACE_SUMMARIES: Migration = {
  number: 5,
  name: 'trace summaries',
  statements: [
    // Each behind the same column, the last first: the order of the catalog, however far an earlier run has come.
    `ALTER TABLE traces ADD COLUMN IF NOT EXISTS rare SimpleAggregateFunction(groupBitOr, UInt8) DEFAULT 255 COMMENT 'Parts of spans that any of them has: 1 events, 2 links, 4 drops, 8 flags, 16 trace state or message' AFTER error_count`,
    `ALTER TABLE traces ADD COLUMN IF NOT EXISTS service_errors SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Spans with status error by service, of services that have any' AFTER error_count`,
    `ALTER TABLE traces ADD COLUMN IF NOT EXISTS service_spans SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Spans by service; empty in rows of older versions' AFTER error_count`,
    `ALTER TABLE traces_from_spans MODIFY QUERY SELECT s.tenant AS tenant, s.trace_id AS trace_id, toDate32(s.start) AS day, min(s.start) AS start, max(fromUnixTimestamp64Nano(toUnixTimestamp64Nano(s.start) + greatest(s.duration, 0), 'UTC')) AS end, max(s.start) AS last_start, maxIf(toString(s.service), s.parent_span_id = unhex('0000000000000000')) AS root_service, maxIf(toString(s.name), s.parent_span_id = unhex('0000000000000000')) AS root_name, count() AS span_count, countIf(s.status_code = 2) AS error_count, sumMap(map(toString(s.service), toUInt64(1))) AS service_spans, sumMapIf(map(toString(s.service), toUInt64(1)), s.status_code = 2) AS service_errors, groupBitOr(toUInt8(notEmpty(s.\`events.ts\`) + 2 * notEmpty(s.\`links.trace_id\`) + 4 * (s.dropped_attributes + s.dropped_events + s.dropped_links > 0) + 8 * (s.flags > 0) + 16 * (s.trace_state != '' OR s.status_message != ''))) AS rare FROM spans AS s GROUP BY s.tenant, s.trace_id, day`,
    // The keys of service_spans. Older parts lose it in the background.
    'ALTER TABLE traces DROP COLUMN IF EXISTS services SETTINGS alter_sync = 0, mutations_sync = 0',
  ],
};
