import { AGGREGATORS, COMPARISON_OPS, SET_OPS } from './ast.js';
import type { PromFeatures } from './features.js';
import { FUNCTIONS } from './functions.js';
import { EXPERIMENTAL_AGGREGATORS } from './parse.js';

/** Whether a part of the language may be used, by its name. */
export type Switches = Readonly<Record<string, boolean>>;

/** What Prometheus' endpoint `features` lists of the language. */
export interface SupportedLanguage {
  readonly promql: Switches;
  /** Aggregations too. */
  readonly promql_operators: Switches;
  readonly promql_functions: Switches;
}

const MATCHERS_AND_AT = ['=~', '!~', '@'];
const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'];
const TRIMS = ['</', '>/'];

/** @param features those that are on. */
export function supportedLanguage(features: PromFeatures): SupportedLanguage {
  const { experimentalFunctions, extendedRangeSelectors, binopFillModifiers } = features;
  const always = ['bool', 'by', 'group_left', 'group_right', 'ignoring', 'offset', 'on', 'without'];
  const operators = [...ARITHMETIC, ...COMPARISON_OPS, ...SET_OPS, ...TRIMS, ...MATCHERS_AND_AT];
  return {
    promql: {
      ...all(always, true),
      ...all(['anchored', 'smoothed'], extendedRangeSelectors),
      ...all(['fill', 'fill_left', 'fill_right'], binopFillModifiers),
      ...all(['at_modifier', 'duration_expr', 'negative_offset', 'per_query_lookback_delta', 'subqueries'], true),
      delayed_name_removal: features.delayedNameRemoval,
      type_and_unit_labels: features.typeAndUnitLabels,
      use_start_timestamps: features.useStartTimestamps,
    },
    promql_operators: {
      ...all(operators, true),
      ...Object.fromEntries(
        AGGREGATORS.map((name) => [name, experimentalFunctions || !EXPERIMENTAL_AGGREGATORS.has(name)]),
      ),
    },
    promql_functions: Object.fromEntries(
      Array.from(FUNCTIONS.values(), ({ name, experimental }) => [name, experimentalFunctions || !experimental]),
    ),
  };
}

const all = (names: readonly string[], on: boolean): Switches => Object.fromEntries(names.map((name) => [name, on]));
