/** An answer by its columns: the bytes of a column's values one after the other, aligned for any view. */
export interface NativeColumns {
  readonly rows: number;
  readonly columns: readonly ArrayBuffer[];
}

/** Where the values of a block's columns begin in the answer. */
interface Block {
  readonly rows: number;
  readonly starts: readonly number[];
}

/**
 * The `count` columns of an answer in ClickHouse's Native format (blocks of columns, without the marks of a client's
 * revision), each 8 bytes wide: integers of 64 bits, DateTime64, Float64. Several times cheaper than rows, both to
 * write and to read. Throws when the answer is cut short.
 */
export function nativeColumns(bytes: Uint8Array, count: number): NativeColumns {
  const blocks = [...blocksOf(bytes)];
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const columns = Array.from({ length: count }, (_, column) => {
    const values = new Uint8Array(rows * 8);
    let at = 0;
    for (const { rows: own, starts } of blocks) {
      const from = starts[column]!;
      values.set(bytes.subarray(from, from + own * 8), at);
      at += own * 8;
    }
    return values.buffer;
  });
  return { rows, columns };
}

function* blocksOf(bytes: Uint8Array): Iterable<Block> {
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
    const width = varint();
    const rows = varint();
    const starts: number[] = [];
    for (let i = 0; i < width; i++) {
      // Name and type, which the caller knows.
      skip(varint());
      skip(varint());
      starts.push(skip(rows * 8));
    }
    yield { rows, starts };
  }
}
