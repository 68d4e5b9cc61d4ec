import { pick } from './generated-metrics.js';

type Random = () => number;

const OVER_TIME = ['avg', 'min', 'max', 'sum', 'count', 'last', 'present', 'stddev', 'stdvar'];
const OF_RANGES = [
  'rate',
  'increase',
  'irate',
  'delta',
  'idelta',
  'deriv',
  'resets',
  'changes',
  ...OVER_TIME.map((name) => `${name}_over_time`),
];
const OF_VALUES = ['abs', 'ceil', 'floor', 'sqrt', 'exp', 'ln', 'log2', 'sgn', 'round', 'sin', 'deg', 'timestamp'];
const SELECTORS = [
  'requests_total',
  'requests_total{code="200"}',
  'requests_total{job=~"a.*|db",instance!="1"}',
  'temperature',
  'temperature{job!~"w.*"}',
  'limit',
  '{__name__=~"temperature|limit",job="api"}',
];
/** Of one metric each, so that no two series have the same labels when their names go away. */
const METRICS = SELECTORS.slice(0, -1);
const RANGES = ['47s', '1m', '2m', '5m', '9m'];
const MODIFIERS = ['', '', '', ' offset 1m', ' offset 7m', ' offset -2m', ' @ end()', ' @ start() offset 3m'];
const LABELS = ['job', 'instance', 'code', 'zone'];

/** A query whose value Prometheus 2 and 3 agree on. */
export function generatedQuery(random: Random): string {
  return random() < 0.9 ? vector(random, 3) : comparison(random);
}

function vector(random: Random, depth: number): string {
  if (depth === 0) return leaf(random);
  const inner = (): string => vector(random, depth - 1);
  switch (Math.floor(random() * 10)) {
    case 0:
    case 1:
    case 2:
      return aggregation(random, inner());
    case 3:
      return ofValues(pick(random, OF_VALUES), leaf(random));
    case 4:
      return `${inner()} ${pick(random, ['+', '-', '*', '/', '%', '^'])} ${pick(random, ['2', '0.5', '3', 'Inf'])}`;
    case 5:
      return `(${pick(random, METRICS)}) ${pick(random, ['and', 'or', 'unless'])} on (job) (${pick(random, METRICS)} > 100)`;
    case 6:
      return `sum by (job) (${leaf(random)}) ${pick(random, ['+', '-', '*', '/'])} on (job) sum by (job) (${leaf(random)})`;
    case 7:
      return `temperature * on (job, instance) group_left (zone) limit`;
    case 8:
      // Times of the query are no multiples of the resolution, so no point lies at the end of the window.
      return `${pick(random, OVER_TIME)}_over_time(${leaf(random)}[${pick(random, ['3m', '5m', '8m'])}:${pick(random, ['30s', '1m'])}])`;
    default:
      return leaf(random);
  }
}

/**
 * Prometheus, 2 and 3, counts the lookback of a selector in `timestamp()` that has an `@` without its offset, over
 * samples that were read for the offset: what it finds depends on the rest of the query.
 */
const ofValues = (name: string, arg: string): string =>
  `${name}(${name === 'timestamp' ? arg.replace(/^([^()]* @ \S+) offset \S+$/, '$1') : arg})`;

function leaf(random: Random): string {
  if (random() < 0.2) return pick(random, METRICS) + pick(random, MODIFIERS);
  const range = `${pick(random, METRICS)}[${pick(random, RANGES)}]${pick(random, MODIFIERS)}`;
  switch (Math.floor(random() * 10)) {
    case 0:
      // With `@` the two differ: Prometheus 2 counts the seconds from another time.
      return `predict_linear(${pick(random, METRICS)}[${pick(random, RANGES)}], ${pick(random, ['60', '600'])})`;
    case 1:
      return `quantile_over_time(${pick(random, ['0', '0.3', '0.5', '1'])}, ${range})`;
    case 2:
      return `label_replace(${pick(random, METRICS)}, "copy", "$1-x", "job", "(.).*")`;
    default: {
      const of = pick(random, OF_RANGES);
      // Near 0 Prometheus 2 and 3 extend a counter's window differently; the counters here stay far from it.
      const isExtended = of === 'rate' || of === 'increase';
      return `${of}(${isExtended ? range.replace(/^[a-z_]+(?:\{[^}]*\})?/, 'requests_total') : range})`;
    }
  }
}

function aggregation(random: Random, inner: string): string {
  const labels = LABELS.filter(() => random() < 0.4).join(', ');
  const grouping = pick(random, ['', ` by (${labels})`, ` without (${labels})`]);
  if (random() < 0.2) return `quantile${grouping} (${pick(random, ['0.1', '0.5', '0.9'])}, ${inner})`;
  return `${pick(random, ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'])}${grouping} (${inner})`;
}

const comparison = (random: Random): string =>
  `${pick(random, METRICS)} ${pick(random, ['>', '<=', '!=', '> bool', '<= bool'])} ${pick(random, ['0', '100', '1.5e6'])}`;
