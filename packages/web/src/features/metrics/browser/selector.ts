import { quoted, re2Literal } from '../../charts/promql.js';

/** Chosen values by label. */
export type Chosen = ReadonlyMap<string, readonly string[]>;

const CLASSIC_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const CLASSIC_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A selector of a metric; names outside of the classic alphabet are quoted, inside the braces. */
export function selectorOf(metric: string, chosen: Chosen): string {
  const matchers = [...chosen].flatMap(([label, values]) => {
    const name = CLASSIC_LABEL.test(label) ? label : quoted(label);
    if (values.length === 0) return [];
    const [first = ''] = values;
    return [values.length === 1 ? `${name}=${quoted(first)}` : `${name}=~${quoted(values.map(re2Literal).join('|'))}`];
  });
  const classic = CLASSIC_METRIC.test(metric);
  const inside = classic ? matchers : [quoted(metric), ...matchers];
  return inside.length === 0 ? metric : `${classic ? metric : ''}{${inside.join(',')}}`;
}

/** What one usually wants to see first of a metric of that type. */
export function startingQuery(metric: string, type: string, selector: string): string {
  if (/_bucket$/.test(metric)) return `histogram_quantile(0.95, sum by (le) (rate(${selector}[5m])))`;
  const counts = type === 'counter' || /_(total|count|sum)$/.test(metric);
  return counts ? `sum(rate(${selector}[5m]))` : selector;
}
