/** Longer values are cut in the table; a download has all of them. */
const SHOWN = 2_000;

/** A value as text: what is no text or number is shown as JSON, an absent one as `NULL`. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

export function shownText(value: unknown): string {
  const text = cellText(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Whether values of a ClickHouse type stand at the right, as numbers do. */
export function isNumeric(type: string): boolean {
  return /^(?:LowCardinality\(|Nullable\(|SimpleAggregateFunction\(\w+, )*(?:U?Int|Float|BFloat|Decimal)/.test(type);
}

/**
 * RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe: what stands in the store was sent by
 * others.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? '' : cellText(value);
    const safe = typeof value === 'string' && /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
