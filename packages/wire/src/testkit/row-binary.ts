import type { RowLayout } from '@bongsu/model';

/** A column read back: ids as hex, 64-bit numbers and times as bigint, maps as entries in their order. */
export type Cell = string | number | bigint | readonly Cell[];
export type Row = Readonly<Record<string, Cell>>;

/** Reads RowBinary back, for tests. @throws when bytes are left over or missing. */
export function readRows(layout: RowLayout, bytes: Uint8Array): Row[] {
  const cursor = new Cursor(bytes);
  const rows: Row[] = [];
  while (cursor.position < bytes.length) {
    const row: Record<string, Cell> = {};
    for (const [column, type] of layout) row[column] = cursor.cell(type);
    rows.push(row);
  }
  return rows;
}

class Cursor {
  position = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  cell(type: string): Cell {
    if (type === 'Map(String, String)') return this.#list(() => [this.#text(), this.#text()]);
    if (type.startsWith('Array(')) return this.#list(() => this.cell(type.slice('Array('.length, -1)));
    if (type.startsWith('FixedString('))
      return this.#take(Number(type.slice('FixedString('.length, -1))).toString('hex');
    if (type.startsWith('DateTime64(')) return this.#take(8).readBigInt64LE();
    switch (type) {
      case 'String':
        return this.#text();
      case 'UInt8':
        return this.#take(1).readUInt8();
      case 'Int8':
        return this.#take(1).readInt8();
      case 'UInt32':
        return this.#take(4).readUInt32LE();
      case 'Int32':
        return this.#take(4).readInt32LE();
      case 'UInt64':
        return this.#take(8).readBigUInt64LE();
      case 'Int64':
        return this.#take(8).readBigInt64LE();
      case 'Float64':
        return this.#take(8).readDoubleLE();
      default:
        throw new Error(`no reader for ${type}`);
    }
  }

  #take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.#bytes.length) throw new Error(`row cut off at byte ${this.position}`);
    const taken = this.#bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }

  #length(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#take(1).readUInt8();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  #text(): string {
    return this.#take(this.#length()).toString('utf8');
  }

  #list(element: () => Cell): Cell[] {
    return Array.from({ length: this.#length() }, element);
  }
}
