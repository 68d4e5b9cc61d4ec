import { base64OfHex } from './base64-of-hex.js';

/** Characters of a text that are written one by one; what is longer the runtime writes faster. */
const SHORT = 64;
/** Texts that come again and again whose bytes are kept, of at most {@link SHORT} characters: some 100 KB. */
const KEPT_TEXTS = 1024;

const BRACE = 0x7b;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What stands before the value of a field, whose name needs no escapes. */
export const fieldName = (name: string): Uint8Array => Buffer.from(`,"${name}":`);

/** ASCII that is written often: as bytes it is copied at once. */
export const jsonBytes = (json: string): Uint8Array => Buffer.from(json);

/** The last id of a field, whose next one is likely to be the same. */
export class KeptId {
  hex = '';
  /** Its base64 in quotes. */
  json: Uint8Array = new Uint8Array(0);
}

/**
 * Writes JSON into a growing buffer, byte for byte as `JSON.stringify` would write the same values: neither objects nor
 * strings are made on the way, which cost a huge answer more than all else. Fields and elements bring their commas.
 */
export class JsonWriter {
  readonly #kept = new Map<string, Uint8Array>();
  #buffer: Buffer;
  #at = 0;

  constructor(initialBytes = 1024) {
    this.#buffer = Buffer.allocUnsafe(Math.max(16, initialBytes));
  }

  /** A copy of what was written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }

  /** JSON as it stands, of ASCII alone. */
  raw(json: string): void {
    this.#reserve(json.length);
    for (let i = 0; i < json.length; i++) this.#buffer[this.#at++] = json.charCodeAt(i);
  }

  /** JSON as it stands, made by {@link jsonBytes}. */
  bytes(json: Uint8Array): void {
    this.#reserve(json.length);
    this.#buffer.set(json, this.#at);
    this.#at += json.length;
  }

  /** The value follows. */
  field(name: Uint8Array): void {
    const isFirst = this.#at > 0 && this.#buffer[this.#at - 1] === BRACE;
    // The comma of the first field makes room for the brace.
    if (isFirst) this.#at--;
    this.bytes(name);
    if (isFirst) this.#buffer[this.#at - name.length] = BRACE;
  }

  /** An array of what `write` writes for each. */
  array<T>(elements: readonly T[], write: (element: T) => void): void {
    this.raw('[');
    for (let i = 0; i < elements.length; i++) {
      if (i > 0) this.raw(',');
      write(elements[i]!);
    }
    this.raw(']');
  }

  /** Lone surrogates are escaped. */
  string(value: string): void {
    if (value.length > SHORT || !this.#plain(value)) this.#escaped(value);
  }

  /** A string that is likely to come again: a name, a key. */
  repeatedString(value: string): void {
    const kept = this.#kept.get(value);
    if (kept) {
      this.bytes(kept);
      return;
    }
    const start = this.#at;
    this.string(value);
    if (value.length > SHORT) return;
    if (this.#kept.size === KEPT_TEXTS) this.#kept.clear();
    this.#kept.set(value, Buffer.from(this.#buffer.subarray(start, this.#at)));
  }

  /** Lower-case hex digits, two for a byte, as a string of padded base64. */
  base64OfHex(hex: string, kept?: KeptId): void {
    if (kept && kept.hex === hex) {
      this.bytes(kept.json);
      return;
    }
    // Four characters for three bytes and the quotes.
    this.#reserve(hex.length + 6);
    const start = this.#at;
    this.#buffer[start] = QUOTE;
    const end = base64OfHex(hex, this.#buffer, start + 1);
    this.#buffer[end] = QUOTE;
    this.#at = end + 1;
    if (!kept) return;
    kept.hex = hex;
    kept.json = Buffer.from(this.#buffer.subarray(start, this.#at));
  }

  /** False, and nothing written, when a character is not ASCII or needs an escape. */
  #plain(value: string): boolean {
    this.#reserve(value.length + 2);
    const buffer = this.#buffer;
    let at = this.#at;
    buffer[at++] = QUOTE;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code < 0x20 || code > 0x7f || code === QUOTE || code === BACKSLASH) return false;
      buffer[at++] = code;
    }
    buffer[at++] = QUOTE;
    this.#at = at;
    return true;
  }

  #escaped(value: string): void {
    const json = JSON.stringify(value);
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    this.#reserve(json.length * 3);
    this.#at += this.#buffer.write(json, this.#at, 'utf8');
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
  }
}
