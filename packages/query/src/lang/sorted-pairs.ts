/** Name, value, name, value, ... sorted by name: the labels of a series as both metric languages hold them. */
export type SortedPairs = readonly string[];

export function valueOf(pairs: SortedPairs, name: string): string | undefined {
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) return pairs[i + 1]!;
  return undefined;
}

/** The pairs whose name is kept; the same array when all are. */
export function filterPairs(pairs: SortedPairs, keeps: (name: string) => boolean): SortedPairs {
  const kept: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) if (keeps(pairs[i]!)) kept.push(pairs[i]!, pairs[i + 1]!);
  return kept.length === pairs.length ? pairs : kept;
}

/** Orders by the first label that differs: its name, then its value; a set that is a beginning of another is first. */
export function comparePairs(a: SortedPairs, b: SortedPairs): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
