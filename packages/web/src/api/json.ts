/**
 * Readers for JSON from the wire: what is missing or of another type becomes undefined (or empty), never a crash. The
 * server may be older or newer than this page.
 */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** Accepts the string form too: 64-bit integers and Prometheus samples cross JSON as strings. Only finite numbers. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Keeps the members that are text. */
export function asTextMap(value: unknown): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const [key, member] of Object.entries(asRecord(value))) {
    const text = asText(member);
    if (text !== undefined) out[key] = text;
  }
  return out;
}
