/** Rows of one block of an answer: a column is the bytes of its values one after the other, aligned for any view. */
export interface NativeBlock {
  readonly rows: number;
  readonly columns: readonly ArrayBuffer[];
}

/**
 * Blocks of an answer in ClickHouse's Native format (column by column, without the marks of a client's revision) whose
 * columns are all 8 bytes wide: integers of 64 bits, DateTime64, Float64. Several times cheaper than rows, both to
 * write and to read. Throws when the answer is cut short.
 */
export function nativeBlocks(bytes: Uint8Array): readonly NativeBlock[] {
  const blocks: NativeBlock[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error(`BUG: a Native answer ends after ${bytes.length} bytes, inside a number`);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  const skip = (length: number): number => {
    const from = at;
    at += length;
    if (at > bytes.length) throw new Error(`BUG: a Native answer ends after ${bytes.length} bytes, ${at} are needed`);
    return from;
  };
  while (at < bytes.length) {
    const count = varint();
    const rows = varint();
    const columns: ArrayBuffer[] = [];
    for (let i = 0; i < count; i++) {
      // Name and type, which the caller knows.
      skip(varint());
      skip(varint());
      const from = skip(rows * 8);
      columns.push(new Uint8Array(bytes.subarray(from, at)).buffer);
    }
    if (rows > 0) blocks.push({ rows, columns });
  }
  return blocks;
}
