/** Puts labels into a legend format: `{{method}} {{ status }}`. A label that is missing becomes empty, as in Prometheus' templates. */
export function fillLegend(format: string, labels: Readonly<Record<string, string>>): string {
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_whole, name: string) => labels[name] ?? '');
}

/** `name{a="x", b="y"}`, as Prometheus writes a series; `Value` for one without labels. */
export function seriesName(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...rest } = labels;
  const pairs = Object.entries(rest)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}

/**
 * Short names for series of one answer: what tells them apart, without the labels they all share.
 * @returns in the order of the series; the query itself for a single one without labels.
 */
export function shortNames(all: readonly Readonly<Record<string, string>>[], query: string): readonly string[] {
  const first = all[0] ?? {};
  const shared =
    all.length > 1 ? Object.keys(first).filter((name) => all.every((labels) => labels[name] === first[name])) : [];
  return all.map((labels) => {
    const own = Object.fromEntries(Object.entries(labels).filter(([name]) => !shared.includes(name)));
    const name = seriesName(own);
    return name === '' ? (labels['__name__'] ?? query) : name;
  });
}
