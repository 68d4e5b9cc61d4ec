import { FIRST_SCHEMA } from './0001-first-schema.js';
import { DETECTED_LEVEL } from './0002-detected-level.js';
import { LOG_DELETIONS_TABLE } from './0003-log-deletions.js';
import { SAMPLE_CODECS } from './0004-sample-codecs.js';
import { TRACE_SUMMARIES } from './0005-trace-summaries.js';
import { TRACE_GRANULES } from './0006-trace-granules.js';
import { LOG_GRANULES } from './0007-log-granules.js';
import type { Migration } from './migration.js';

/** All migrations, in order. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  FIRST_SCHEMA,
  DETECTED_LEVEL,
  LOG_DELETIONS_TABLE,
  SAMPLE_CODECS,
  TRACE_SUMMARIES,
  TRACE_GRANULES,
  LOG_GRANULES,
];
