import type { Migration } from './migration.js';

/** Gives lines of older folders the level that their severity says; new lines are stored with theirs. */
export const DETECTED_LEVEL: Migration = {
  number: 2,
  name: 'detected level',
  statements: [
    `ALTER TABLE logs ADD COLUMN IF NOT EXISTS detected_level LowCardinality(String) DEFAULT multiIf(lower(severity_text) IN ('trace', 'trc'), 'trace', lower(severity_text) IN ('debug', 'dbg'), 'debug', lower(severity_text) IN ('info', 'inf', 'information'), 'info', lower(severity_text) IN ('warn', 'wrn', 'warning'), 'warn', lower(severity_text) IN ('error', 'err'), 'error', lower(severity_text) = 'critical', 'critical', lower(severity_text) = 'fatal', 'fatal', severity_text != '', severity_text, severity_number BETWEEN 1 AND 24, ['trace', 'debug', 'info', 'warn', 'error', 'fatal'][intDiv(severity_number + 3, 4)], 'unknown') COMMENT 'Normalised level; empty when discovery is off' AFTER severity_text`,
  ],
};
