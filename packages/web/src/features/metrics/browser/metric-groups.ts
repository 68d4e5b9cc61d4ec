/** Metrics that share the first word of their name. */
export interface MetricGroup {
  readonly prefix: string;
  readonly metrics: readonly string[];
}

/** Groups by the text before the first `_`, `.` or `:`; a group of one joins the others under an empty prefix. Sorted. */
export function groupMetrics(names: readonly string[], filter: string): readonly MetricGroup[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = names.filter((name) => words.every((word) => name.toLowerCase().includes(word))).sort();
  const groups = new Map<string, string[]>();
  for (const name of wanted) {
    const prefix = /^[^_.:]+(?=[_.:])/.exec(name)?.[0] ?? '';
    groups.set(prefix, [...(groups.get(prefix) ?? []), name]);
  }
  const single: string[] = [...(groups.get('') ?? [])];
  const out: MetricGroup[] = [];
  for (const [prefix, metrics] of groups) {
    if (prefix === '') continue;
    if (metrics.length === 1) single.push(...metrics);
    else out.push({ prefix, metrics });
  }
  out.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  return single.length > 0 ? [...out, { prefix: '', metrics: single.sort() }] : out;
}

/** The metadata of a metric; buckets, sums and counts have that of their histogram. */
export function familyName(metric: string, known: (name: string) => boolean): string {
  if (known(metric)) return metric;
  const family = metric.replace(/_(bucket|sum|count|total|created|info)$/, '');
  return known(family) ? family : metric;
}
