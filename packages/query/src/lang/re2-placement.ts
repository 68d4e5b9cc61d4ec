/**
 * Why a pattern must not be given to ClickHouse's `match`, or `undefined` when its RE2 and the RE2 of the
 * TypeScript executor provably agree on it. They are ports of one library; what differs is the version of Unicode
 * they know, and that ClickHouse's `match` does not promise to take NUL bytes in a pattern.
 */
export function whyNotEngineRegex(pattern: string): string | undefined {
  if (pattern.includes('\0')) return 'the pattern holds a NUL byte';
  if (/\\[pP]/.test(pattern)) return 'Unicode classes depend on the version of Unicode';

  // ClickHouse looks for a text that every match must hold before it runs RE2, and takes that text byte by byte: of
  // `e실*` it wants the first two bytes of 실 although there may be none of it (found by a random pattern).
  if (/[^\x00-\x7f][*?{]/.test(pattern)) return 'a repeated character beyond ASCII';
  if (/\(\?[a-zA-Z-]*i/.test(pattern) && /[^\x00-\x7f]/.test(pattern)) {
    return 'case folding beyond ASCII depends on the version of Unicode';
  }
  return undefined;
}
