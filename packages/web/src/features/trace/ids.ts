/** A byte's two digits: a large trace has hundreds of thousands of bytes of ids. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Ids cross OTLP JSON as base64 (the protobuf mapping, what Tempo sends) or as hex (the OTLP rule). 16 and 8 bytes are
 * 24 and 12 base64 characters, or 32 and 16 hex digits, so the length tells them apart.
 * @returns lower-case hex digits; empty for an absent id and for one that cannot be read.
 */
export function idToHex(id: string | undefined): string {
  if (id === undefined || id === '') return '';
  if ((id.length === 32 || id.length === 16) && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  try {
    const bytes = atob(id.includes('-') || id.includes('_') ? id.replaceAll('-', '+').replaceAll('_', '/') : id);
    let hex = '';
    let zero = true;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i);
      zero &&= byte === 0;
      hex += HEX[byte] ?? '';
    }
    return zero ? '' : hex;
  } catch {
    return '';
  }
}

/** Accepts what people paste: upper case, spaces around it, a short id without its leading zeros. */
export function normalizeTraceId(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  return /^[0-9a-f]{1,32}$/.test(lower) && !/^0+$/.test(lower) ? lower.padStart(32, '0') : undefined;
}
