import type { MetricFamily, Values } from './metric-family.js';

/** Families in Prometheus' text format 0.0.4. */
export function familiesText(families: readonly MetricFamily[]): string {
  const lines: string[] = [];
  for (const family of families) {
    lines.push(`# HELP ${family.name} ${escapeHelp(family.help)}`, `# TYPE ${family.name} ${family.type}`);
    if (family.type === 'histogram') writeHistograms(family, lines);
    else for (const [values, value] of family.series) lines.push(`${series(family, '', values)} ${number(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

function writeHistograms(family: MetricFamily & { type: 'histogram' }, lines: string[]): void {
  for (const [values, { buckets, count, sum }] of family.series) {
    const bucket = (bound: number): string => series(family, '_bucket', values, `le="${number(bound)}"`);
    family.bounds.forEach((bound, i) => lines.push(`${bucket(bound)} ${buckets[i] ?? 0}`));
    lines.push(`${bucket(Infinity)} ${count}`);
    lines.push(`${series(family, '_sum', values)} ${number(sum)}`);
    lines.push(`${series(family, '_count', values)} ${count}`);
  }
}

const escapeValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

function series({ name, labels }: MetricFamily, suffix: string, values: Values, extra = ''): string {
  const pairs = labels.map((label, i) => `${label}="${escapeValue(values[i] ?? '')}"`);
  if (extra !== '') pairs.push(extra);
  return pairs.length === 0 ? `${name}${suffix}` : `${name}${suffix}{${pairs.join(',')}}`;
}

function number(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}
