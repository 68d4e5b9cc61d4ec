import { KIND_NAMES, STATUS_NAMES } from './fields.js';
import type { Literal } from './ast.js';

/** Words that stand for a value. */
export const LITERAL_WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ['nil', { type: 'nil' }],
  ['minInt', { type: 'int', value: -(2n ** 63n) }],
  ['maxInt', { type: 'int', value: 2n ** 63n - 1n }],
  ...STATUS_NAMES.map((name, value): [string, Literal] => [name, { type: 'status', value }]),
  ...KIND_NAMES.map((name, value): [string, Literal] => [name, { type: 'kind', value }]),
]);

export const AGGREGATES = ['count', 'avg', 'min', 'max', 'sum'] as const;
export const METRICS_FUNCTIONS = [
  'rate',
  'count_over_time',
  'min_over_time',
  'max_over_time',
  'avg_over_time',
  'sum_over_time',
  'quantile_over_time',
  'histogram_over_time',
  'compare',
] as const;
