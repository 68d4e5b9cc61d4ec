/**
 * Many texts as one, which crosses from a worker in one copy where a list of them is read text by text. A text taken out
 * again shares the memory of the whole.
 */
export interface TextColumn {
  readonly text: string;
  /** Where each ends, in UTF-16 units, exclusive. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export function packTexts(texts: readonly string[]): TextColumn {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (let i = 0; i < texts.length; i++) ends[i] = end += texts[i]?.length ?? 0;
  return { text: texts.join(''), ends };
}

/** @returns empty text for an index that is not there. */
export function textAt({ text, ends }: TextColumn, index: number): string {
  return text.slice(index === 0 ? 0 : ends[index - 1], ends[index] ?? 0);
}

/** Many texts as UTF-8, which is handed over without a copy; each is decoded when it is asked for. */
export interface ByteColumn {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each ends, exclusive. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export function encodeTexts(texts: readonly string[]): ByteColumn {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(texts.length);
  let bytes = new Uint8Array(1 << 16);
  let end = 0;
  for (const [i, text] of texts.entries()) {
    // A UTF-16 unit takes three bytes at most.
    const need = end + text.length * 3;
    if (need > bytes.length) {
      const larger = new Uint8Array(Math.max(need, bytes.length * 2));
      larger.set(bytes.subarray(0, end));
      bytes = larger;
    }
    end += encoder.encodeInto(text, bytes.subarray(end)).written;
    ends[i] = end;
  }
  return { bytes: bytes.slice(0, end), ends };
}

/** @returns empty text for an index that is not there. */
export function decodedAt({ bytes, ends }: ByteColumn, index: number): string {
  return new TextDecoder().decode(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index] ?? 0));
}
