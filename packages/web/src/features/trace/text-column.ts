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

/** Texts within bytes of UTF-8, which are handed over without a copy; each is decoded when it is asked for. */
export interface ByteColumn {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each begins and ends, exclusive. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** @returns empty text for an index that is not there. */
export function decodedAt({ bytes, starts, ends }: ByteColumn, index: number): string {
  return new TextDecoder().decode(bytes.subarray(starts[index] ?? 0, ends[index] ?? 0));
}
