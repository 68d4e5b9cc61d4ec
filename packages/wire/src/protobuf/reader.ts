/** The bytes are not what the message says they are. Thrown inside a decoder, caught at its one entry. */
export class MalformedProtobuf extends Error {}

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

/**
 * A cursor over one protobuf message. Nested messages are read with the same cursor: take `end = lengthEnd()`,
 * read fields while `pos < end`. No allocation; 64-bit values arrive as `lo` and `hi` halves.
 */
export class ProtobufReader {
  pos = 0;
  lo = 0;
  hi = 0;
  #view: DataView;
  #bytes: Buffer;

  constructor(public buf: Uint8Array) {
    this.#view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    this.#bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
  }

  reset(buf: Uint8Array): void {
    this.buf = buf;
    this.#view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    this.#bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
    this.pos = 0;
  }

  /** The same bytes as `buf`, as a Buffer. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** A varint of at most 32 significant bits: tags, lengths, enums, uint32. Higher bits are dropped. */
  uint32(end: number): number {
    const buf = this.buf;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw new MalformedProtobuf(`truncated varint at byte ${this.pos}`);
      const byte = buf[this.pos++]!;
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new MalformedProtobuf(`varint longer than 10 bytes at byte ${this.pos}`);
  }

  /** A varint of up to 64 bits into `lo` and `hi`. */
  varint64(end: number): void {
    const buf = this.buf;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) throw new MalformedProtobuf(`truncated varint at byte ${this.pos}`);
      const byte = buf[this.pos++]!;
      const bits = byte & 127;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi |= bits >>> 4;
      } else hi |= bits << (shift - 32);
      if (byte < 128) {
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    throw new MalformedProtobuf(`varint longer than 10 bytes at byte ${this.pos}`);
  }

  /** fixed64 and sfixed64 into `lo` and `hi`. */
  fixed64(end: number): void {
    this.need(8, end);
    this.lo = this.#view.getUint32(this.pos, true);
    this.hi = this.#view.getUint32(this.pos + 4, true);
    this.pos += 8;
  }

  double(end: number): number {
    this.need(8, end);
    const value = this.#view.getFloat64(this.pos, true);
    this.pos += 8;
    return value;
  }

  fixed32(end: number): number {
    this.need(4, end);
    const value = this.#view.getUint32(this.pos, true);
    this.pos += 4;
    return value;
  }

  /** Reads the length of a length-delimited field and returns where it ends; the cursor stands at its start. */
  lengthEnd(end: number): number {
    const length = this.uint32(end);
    const fieldEnd = this.pos + length;
    if (fieldEnd > end)
      throw new MalformedProtobuf(`field of ${length} bytes at byte ${this.pos} runs past its message`);
    return fieldEnd;
  }

  /** The bytes from the cursor to `end` as text, the cursor moved there. Invalid UTF-8 becomes U+FFFD: check it before. */
  text(end: number): string {
    const start = this.pos;
    this.pos = end;
    return this.#bytes.toString('utf8', start, end);
  }

  /** Steps over a field the caller does not know. */
  skip(tag: number, end: number): void {
    if (tag >>> 3 === 0) throw new MalformedProtobuf(`field number 0 at byte ${this.pos}`);
    switch (tag & 7) {
      case WIRE_VARINT:
        this.varint64(end);
        return;
      case WIRE_FIXED64:
        this.need(8, end);
        this.pos += 8;
        return;
      case WIRE_BYTES:
        this.pos = this.lengthEnd(end);
        return;
      case WIRE_FIXED32:
        this.need(4, end);
        this.pos += 4;
        return;
      default:
        throw new MalformedProtobuf(`wire type ${tag & 7} at byte ${this.pos} is not supported`);
    }
  }

  need(bytes: number, end: number): void {
    if (this.pos + bytes > end) throw new MalformedProtobuf(`message truncated at byte ${this.pos}`);
  }
}
