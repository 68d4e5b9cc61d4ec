/** Takes the samples of stored rows, one after the other. */
export interface RowTaker {
  /** The metric of the samples that follow; `head` are the bytes of tenant and metric, valid during the call. */
  metric(tenant: string, metric: string): void;
  /** Milliseconds since the epoch; a fingerprint and the bits of a value by their halves. */
  sample(lo: number, hi: number, time: number, value: number, valueLo: number, valueHi: number): void;
}

/** Bytes of a row behind tenant and metric: fingerprint, time, value, start. */
const TAIL = 32;

/** Reads rows of `SAMPLE_ROW`: bytes of ClickHouse's RowBinary. */
export function readWrittenRows(chunks: readonly Uint8Array[], taker: RowTaker): void {
  for (const chunk of chunks) readChunk(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), taker);
}

function readChunk(bytes: Buffer, taker: RowTaker): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let headAt = -1;
  let headLength = 0;
  let at = 0;
  while (at < bytes.length) {
    // Rows of one metric mostly follow each other.
    if (headAt < 0 || at + headLength > bytes.length || !sameBytes(view, headAt, at, headLength)) {
      const tenant = textAt(bytes, at);
      const metric = textAt(bytes, tenant.end);
      taker.metric(tenant.text, metric.text);
      headLength = metric.end - at;
    }
    headAt = at;
    const row = at + headLength;
    const time = view.getInt32(row + 12, true) * 0x1_0000_0000 + view.getUint32(row + 8, true);
    taker.sample(
      view.getUint32(row, true),
      view.getUint32(row + 4, true),
      time,
      view.getFloat64(row + 16, true),
      view.getUint32(row + 16, true),
      view.getUint32(row + 20, true),
    );
    at = row + TAIL;
  }
}

function sameBytes(view: DataView, a: number, b: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (view.getUint32(a + i) !== view.getUint32(b + i)) return false;
  for (; i < length; i++) if (view.getUint8(a + i) !== view.getUint8(b + i)) return false;
  return true;
}

function textAt(bytes: Buffer, at: number): { readonly text: string; readonly end: number } {
  let length = 0;
  let scale = 1;
  let from = at;
  for (;;) {
    const byte = bytes[from++]!;
    length += (byte & 127) * scale;
    if (byte < 128) break;
    scale *= 128;
  }
  return { text: bytes.toString('utf8', from, from + length), end: from + length };
}
