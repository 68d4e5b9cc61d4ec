import { quoteGoString } from '../../lang/index.js';
import type { Binary, Grouping, LabelFilter, LogRange, MetricQuery, RangeAggregation, Unwrap } from './ast.js';
import { printLogQuery } from './print-log-query.js';
import { printLabelFilter } from './print-stage.js';
import { formatDurationNs } from './quantity.js';

/** A metric query on one line, every operation in parentheses. */
export function printMetric(query: MetricQuery): string {
  switch (query.kind) {
    case 'number':
      return printNumber(query.value);
    case 'vector':
      return `vector(${printNumber(query.value)})`;
    case 'range-aggregation':
      return printRangeAggregation(query);
    case 'vector-aggregation': {
      const grouping = query.grouping ? printGrouping(query.grouping) : '';
      return `${query.op}${grouping}(${query.k === undefined ? '' : `${query.k},`}${printMetric(query.inner)})`;
    }
    case 'label-replace': {
      const texts = [query.destination, query.replacement, query.source, query.pattern].map(quoteGoString);
      return `label_replace(${[printMetric(query.inner), ...texts].join(',')})`;
    }
    case 'binary':
      return `(${printMetric(query.left)} ${printOperator(query)} ${printMetric(query.right)})`;
  }
}

/** Loki reads `1e+21` and `1e-7`, as JavaScript writes them. */
export const printNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function printRangeAggregation(query: RangeAggregation): string {
  const grouping = query.grouping ? printGrouping(query.grouping) : '';
  return `${query.op}(${printParameter(query)}${printLogRange(query.logs)})${grouping}`;
}

/** What stands before the logs, with its comma. */
export function printParameter({ quantile, distinct }: RangeAggregation): string {
  if (distinct !== undefined) return `${distinct},`;
  return quantile === undefined ? '' : `${printNumber(quantile)},`;
}

function printLogRange(logs: LogRange): string {
  const unwrap = logs.unwrap ? printUnwrap(logs.unwrap).map((part) => ` ${part}`) : [];
  return `${printLogQuery(logs.query)}${unwrap.join('')}${printInterval(logs)}`;
}

/** `| unwrap x` and each filter after it. */
export function printUnwrap({ label, conversion, filters }: Unwrap): string[] {
  const source = conversion === undefined ? label : `${conversion}(${label})`;
  return [`| unwrap ${source}`, ...filters.map((filter: LabelFilter) => `| ${printLabelFilter(filter)}`)];
}

/** `[5m] offset 1h` */
export function printInterval({ interval, offset }: LogRange): string {
  return `[${formatDurationNs(interval)}]${offset === 0n ? '' : ` offset ${formatDurationNs(offset)}`}`;
}

/** ` by (a,b)`, with the space before it. */
export const printGrouping = ({ kind, labels }: Grouping): string => ` ${kind} (${labels.join(',')})`;

/** `> bool on (a) group_left (b)` */
export function printOperator({ op, bool, matching }: Binary): string {
  const parts: string[] = [op];
  if (bool) parts.push('bool');
  if (matching) {
    parts.push(matching.kind, `(${matching.labels.join(',')})`);
    // The parentheses stay when empty: a parenthesis behind the word is always read as its labels.
    if (matching.group) parts.push(`group_${matching.group}`, `(${matching.include.join(',')})`);
  }
  return parts.join(' ');
}
