/** Labels that fields of the log record become (see `structuredMetadata`), in columns of their own. */
export const RECORD_LABELS: ReadonlySet<string> = new Set([
  'trace_id',
  'span_id',
  'flags',
  'severity_number',
  'severity_text',
  'observed_timestamp',
  'event_name',
  'dropped_attributes_count',
  'detected_level',
]);
