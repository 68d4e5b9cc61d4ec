import type { Labels } from '@bongsu/model';

/**
 * Names Loki finds a level under, in the order it looks (pkg/distributor/field_detection.go), sanitised.
 * `severity_text`, which every OTLP record may have, comes after the severity number instead.
 */
const LEVEL_NAMES =
  'level LEVEL Level log_level severity SEVERITY Severity SeverityText lvl LVL Lvl Severity_Text SEVERITY_TEXT'.split(
    ' ',
  );

const SPELLINGS: Readonly<Record<string, string>> = {
  trace: 'trace',
  trc: 'trace',
  debug: 'debug',
  dbg: 'debug',
  information: 'info',
  info: 'info',
  inf: 'info',
  warning: 'warn',
  warn: 'warn',
  wrn: 'warn',
  error: 'error',
  err: 'error',
  critical: 'critical',
  fatal: 'fatal',
};

/** OTel severity numbers come in fours: 1-4 trace, 5-8 debug, ..., 21-24 fatal. */
const BY_NUMBER = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

function normalised(level: string | undefined): string | undefined {
  const key = level?.toLowerCase();
  return key !== undefined && Object.hasOwn(SPELLINGS, key) ? SPELLINGS[key] : undefined;
}

/**
 * The value of `detected_level`: metadata of that name, else a level in stream labels or metadata, else the OTel
 * severity number, else `severity_text`, else `unknown`. Words of the line itself are not looked at.
 */
export function detectedLevel(labels: Labels, metadata: Labels, severityNumber: number): string {
  const stated = normalised(metadata['detected_level']);
  if (stated !== undefined) return stated;
  for (const name of LEVEL_NAMES) {
    const level = normalised(labels[name]) ?? normalised(metadata[name]);
    if (level !== undefined) return level;
  }
  const numbered = severityNumber >= 1 ? BY_NUMBER[Math.floor((severityNumber - 1) / 4)] : undefined;
  return numbered ?? normalised(metadata['severity_text']) ?? 'unknown';
}
