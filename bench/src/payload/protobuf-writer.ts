/** Enough of a protobuf encoder to make OTLP load. Independent of the server's own code on purpose. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  finish(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#length + bytes, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = rest;
  }

  /** uint32, uint64 up to 2^53, bool and enum fields. */
  uint(field: number, value: number): this {
    this.#varint(field * 8);
    this.#varint(value);
    return this;
  }

  fixed64(field: number, value: bigint): this {
    this.#varint(field * 8 + 1);
    this.#reserve(8);
    this.#length = this.#buffer.writeBigUInt64LE(value, this.#length);
    return this;
  }

  double(field: number, value: number): this {
    this.#varint(field * 8 + 1);
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value));
  }

  message(field: number, build: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    build(inner);
    return this.bytes(field, inner.#buffer.subarray(0, inner.#length));
  }

  /** An OTLP KeyValue: strings, whole numbers as int64, other numbers as double, booleans. */
  attribute(field: number, key: string, value: string | number | boolean): this {
    return this.message(field, (keyValue) => {
      keyValue.text(1, key).message(2, (any) => {
        if (typeof value === 'string') any.text(1, value);
        else if (typeof value === 'boolean') any.uint(2, value ? 1 : 0);
        else if (Number.isInteger(value)) any.uint(3, value);
        else any.double(4, value);
      });
    });
  }
}
