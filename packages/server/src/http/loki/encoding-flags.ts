import type { IncomingMessage } from 'node:http';

/** `X-Loki-Response-Encoding-Flags`: unknown flags too; parted by commas and not trimmed, as Loki reads them. */
export function encodingFlagsOf({ headers }: Pick<IncomingMessage, 'headers'>): readonly string[] {
  const header = headers['x-loki-response-encoding-flags'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text === '' ? [] : text.split(',');
}
