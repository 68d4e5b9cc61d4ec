import { quoteGoString } from '../../lang/index.js';
import type { Binary, LogQuery, LogRange, MetricQuery, Query, RangeAggregation } from './ast.js';
import { PRECEDENCE } from './operators.js';
import { printLogQuery, printSelector } from './print-log-query.js';
import {
  printGrouping,
  printInterval,
  printMetric,
  printOperator,
  printParameter,
  printUnwrap,
} from './print-metric.js';
import { printStage } from './print-stage.js';

/** What is longer in bytes is split into lines (pkg/logql/syntax/prettier.go). */
const MAX_LINE = 100;

/**
 * A query over lines of at most 100 bytes where it can be split, as `format_query` answers: stages stand below their
 * selector, arguments below their function, the sides of an operator around it, each a level deeper.
 */
export const prettify = (query: Query): string =>
  query.kind === 'log-query' ? prettyLogQuery(query, 0) : prettyMetric(query, 0);

const indent = (level: number): string => '  '.repeat(level);
const encoder = new TextEncoder();
const fits = (text: string): boolean => encoder.encode(text).length <= MAX_LINE;

function prettyLogQuery(query: LogQuery, level: number): string {
  const line = printLogQuery(query);
  return fits(line) ? indent(level) + line : splitLogQuery(query, level);
}

function splitLogQuery({ selector, stages }: LogQuery, level: number): string {
  return [indent(level) + printSelector(selector), ...stages.map((s) => indent(level + 1) + printStage(s))].join('\n');
}

function prettyLogRange(logs: LogRange, level: number): string {
  const unwrap = logs.unwrap
    ? printUnwrap(logs.unwrap)
        .map((part) => `\n${indent(level + 1)}${part}`)
        .join('')
    : '';
  return `${prettyLogQuery(logs.query, level)}${unwrap} ${printInterval(logs)}`;
}

function prettyMetric(query: MetricQuery, level: number): string {
  const line = printMetric(query);
  if (fits(line)) return indent(level) + line;
  switch (query.kind) {
    case 'number':
    case 'vector':
      return indent(level) + line;
    case 'range-aggregation':
      return prettyRangeAggregation(query, level);
    case 'vector-aggregation': {
      const grouping = query.grouping ? ` ${query.grouping.kind} (${query.grouping.labels.join(', ')})` : '';
      const k = query.k === undefined ? [] : [`${indent(level + 1)}${query.k}`];
      return call(`${query.op}${grouping}`, [...k, prettyMetric(query.inner, level + 1)], level);
    }
    case 'label-replace': {
      const texts = [query.destination, query.replacement, query.source, query.pattern];
      const quoted = texts.map((text) => indent(level + 1) + quoteGoString(text));
      return call('label_replace', [prettyMetric(query.inner, level + 1), ...quoted], level);
    }
    case 'binary':
      return prettyBinary(query, level);
  }
}

/** Arguments come with their own indentation. */
const call = (name: string, args: readonly string[], level: number): string =>
  `${indent(level)}${name}(\n${args.join(',\n')}\n${indent(level)})`;

function prettyRangeAggregation(query: RangeAggregation, level: number): string {
  const parameter = printParameter(query);
  const before = parameter === '' ? '' : `${indent(level + 1)}${parameter}\n`;
  const grouping = query.grouping ? printGrouping(query.grouping).replaceAll(',', ', ') : '';
  return `${indent(level)}${query.op}(\n${before}${prettyLogRange(query.logs, level + 1)}\n${indent(level)})${grouping}`;
}

function prettyBinary(query: Binary, level: number): string {
  const operator = printOperator(query).replaceAll(',', ', ');
  const left = prettySide(query.left, query, true, level + 1);
  const right = prettySide(query.right, query, false, level + 1);
  return `${left}\n${indent(level)}${operator}\n${right}`;
}

/**
 * A side of an operator that stands on lines of its own. Loki splits an operation without parentheses, so that
 * `(a + b) * c` comes out as another query; here it keeps those that it needs.
 */
function prettySide(side: MetricQuery, parent: Binary, isLeft: boolean, level: number): string {
  const open = side.kind === 'binary' && !fits(printMetric(side)) && !needsNoParentheses(side, parent, isLeft);
  if (!open) return prettyMetric(side, level);
  return `${indent(level)}(\n${prettyMetric(side, level + 1)}\n${indent(level)})`;
}

function needsNoParentheses(side: Binary, parent: Binary, isLeft: boolean): boolean {
  const inner = PRECEDENCE[side.op];
  const outer = PRECEDENCE[parent.op];
  return inner === outer ? isLeft === (parent.op !== '^') : inner > outer;
}
