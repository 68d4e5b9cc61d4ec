const MARKER = '\r\n__exception__\r\n';
const NEWLINE = 10;
const RETURN = 13;

/** Whole rows, or the exception that ended the answer. */
export type StreamPart =
  { readonly kind: 'rows'; readonly bytes: Uint8Array } | { readonly kind: 'exception'; readonly message: string };

/**
 * Cuts the body of a text answer at row ends. An exception that happens after the first rows were sent is written
 * into the body between markers (ClickHouse 25.11 and later); rows never hold a bare carriage return.
 */
export async function* rowParts(body: AsyncIterable<Uint8Array>): AsyncIterable<StreamPart> {
  let rest = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    if (rest.includes(MARKER)) continue;
    const end = lastRowEnd(rest);
    if (end === 0) continue;
    yield { kind: 'rows', bytes: rest.subarray(0, end) };
    rest = rest.subarray(end);
  }
  const marker = rest.indexOf(MARKER);
  if (marker < 0) {
    if (rest.length > 0) yield { kind: 'rows', bytes: rest };
    return;
  }
  const end = lastRowEnd(rest.subarray(0, marker));
  if (end > 0) yield { kind: 'rows', bytes: rest.subarray(0, end) };
  yield { kind: 'exception', message: exceptionText(rest.subarray(marker + MARKER.length).toString('utf8')) };
}

/** After the last line feed that ends a row; one after a carriage return may begin an exception. */
function lastRowEnd(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1)) {
    if (bytes[at - 1] !== RETURN) return at + 1;
  }
  return 0;
}

/** `TAG\r\nMESSAGE\nLENGTH TAG\r\n__exception__\r\n`: the message; line ends of the first line differ by version. */
function exceptionText(text: string): string {
  const start = text.indexOf('\n') + 1;
  const closing = text.lastIndexOf('\r\n__exception__');
  const message = text.slice(start, closing < 0 ? undefined : closing);
  const length = message.lastIndexOf('\n');
  return (length < 0 ? message : message.slice(0, length)).trim();
}
