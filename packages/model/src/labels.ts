/** Label names to values. An empty value is the same as an absent label. */
export type Labels = Readonly<Record<string, string>>;

/** Name/value pairs sorted by name in UTF-16 order, empty values left out. */
export function sortedPairs(labels: Labels): [string, string][] {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A key that is equal exactly when two label sets are equal. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(sortedPairs(labels));
}
