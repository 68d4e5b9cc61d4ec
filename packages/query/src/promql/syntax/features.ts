/** Parts of the language that Prometheus has behind `--enable-feature`. Off in production, as in Prometheus. */
export interface PromFeatures {
  /** Functions and aggregations that Prometheus may still change: `limitk`, `info`, `mad_over_time`, ... */
  readonly experimentalFunctions: boolean;
  /** The modifiers `anchored` and `smoothed`. */
  readonly extendedRangeSelectors: boolean;
  /** The modifiers `fill`, `fill_left` and `fill_right` of binary operators. */
  readonly binopFillModifiers: boolean;
  /** Metric names go away at the end of a query, not with the first function that makes another metric of a series. */
  readonly delayedNameRemoval: boolean;
  /** Series have the labels `__type__` and `__unit__` that are stored with their metric. */
  readonly typeAndUnitLabels: boolean;
  /** `rate` and its like see where a counter began, so that one sample is enough and no reset is missed. */
  readonly useStartTimestamps: boolean;
}

export const PRODUCTION_FEATURES: PromFeatures = {
  experimentalFunctions: false,
  extendedRangeSelectors: false,
  binopFillModifiers: false,
  delayedNameRemoval: false,
  typeAndUnitLabels: false,
  useStartTimestamps: false,
};

/** What Prometheus' own script runner switches on. */
export const SCRIPT_FEATURES: PromFeatures = {
  ...PRODUCTION_FEATURES,
  experimentalFunctions: true,
  extendedRangeSelectors: true,
  binopFillModifiers: true,
  delayedNameRemoval: true,
  useStartTimestamps: true,
};

const SWITCHES: ReadonlyMap<string, keyof PromFeatures> = new Map([
  ['promql-experimental-functions', 'experimentalFunctions'],
  ['promql-extended-range-selectors', 'extendedRangeSelectors'],
  ['promql-binop-fill-modifiers', 'binopFillModifiers'],
  ['promql-delayed-name-removal', 'delayedNameRemoval'],
  ['type-and-unit-labels', 'typeAndUnitLabels'],
  ['use-start-timestamps', 'useStartTimestamps'],
]);

/** Names Prometheus 3.14 knows that change nothing here: they are always on, or about a storage this server lacks. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'auto-gomaxprocs',
  'auto-gomemlimit',
  'auto-reload-config',
  'concurrent-rule-eval',
  'created-timestamp-zero-ingestion',
  'delayed-compaction',
  'exemplar-storage',
  'expand-external-labels',
  'extra-scrape-metrics',
  'memory-snapshot-on-shutdown',
  'metadata-wal-records',
  'native-histograms',
  'new-service-discovery-manager',
  'old-ui',
  'otlp-deltatocumulative',
  'otlp-native-delta-ingestion',
  'otlp-write-receiver',
  'promql-at-modifier',
  'promql-duration-expr',
  'promql-negative-offset',
  'promql-per-step-stats',
  'remote-write-receiver',
  'st-storage',
  'use-uncached-io',
]);

/**
 * The features of a list of Prometheus' names. As in Prometheus an unknown name is a warning and changes nothing, so
 * that a command line written for another version still starts a server.
 */
export function featuresNamed(names: readonly string[]): {
  readonly features: PromFeatures;
  readonly warnings: readonly string[];
} {
  const wanted = names.map((name) => name.trim()).filter((name) => name !== '');
  const on = wanted.flatMap((name) => SWITCHES.get(name) ?? []);
  const warnings = wanted.flatMap((name) => {
    if (SWITCHES.has(name)) return [];
    if (WITHOUT_EFFECT.has(name)) return [`Option for --enable-feature has no effect here: ${name}`];
    return [`Unknown option for --enable-feature: ${name}`];
  });
  return { features: { ...PRODUCTION_FEATURES, ...Object.fromEntries(on.map((key) => [key, true])) }, warnings };
}
