export const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'] as const;
export type Level = (typeof levels)[number];

const byPrefix: readonly (readonly [string, Level])[] = [
  ['fatal', 'fatal'],
  ['crit', 'fatal'],
  ['emerg', 'fatal'],
  ['alert', 'fatal'],
  ['panic', 'fatal'],
  ['err', 'error'],
  ['warn', 'warn'],
  ['info', 'info'],
  ['notice', 'info'],
  ['debug', 'debug'],
  ['dbug', 'debug'],
  ['trace', 'trace'],
  ['verbose', 'trace'],
];

/**
 * Reads any of the usual spellings (`Error`, `ERR`, `WARNING`, `ERROR2`, `critical`), then OpenTelemetry severity numbers
 * (1-24, four to a level, https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber).
 */
export function parseLevel(text: string | undefined, severityNumber?: string): Level {
  const lower = (text ?? '').toLowerCase();
  const named = byPrefix.find(([prefix]) => lower.startsWith(prefix));
  if (named) return named[1];
  const severity = Number(severityNumber ?? 0);
  if (!(severity >= 1 && severity <= 24)) return 'unknown';
  return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.floor((severity - 1) / 4)] ?? 'unknown';
}
