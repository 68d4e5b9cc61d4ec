/** The four types of PromQL; `matrix` is a range vector. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** How Prometheus names a type in messages. */
export const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

export interface Signature {
  readonly name: string;
  readonly args: readonly ValueType[];
  /** 0: exactly `args`. n > 0: the last of `args` may be missing or stand up to n times. -1: any number of times. */
  readonly variadic: number;
  readonly returns: ValueType;
  /** Refused unless the feature `promql-experimental-functions` is on. */
  readonly experimental: boolean;
}

const EXPERIMENTAL: ReadonlySet<string> = new Set(
  (
    'double_exponential_smoothing end histogram_quantiles info mad_over_time max_of min_of range ' +
    'sort_by_label sort_by_label_desc start start_timestamp step ts_of_first_over_time ts_of_last_over_time ' +
    'ts_of_max_over_time ts_of_min_over_time'
  ).split(' '),
);

const V: ValueType = 'vector';
const M: ValueType = 'matrix';
const S: ValueType = 'scalar';
const T: ValueType = 'string';

type Row = readonly [names: string, args: readonly ValueType[], returns: ValueType, variadic?: number];

/** Every function of Prometheus 3.14, experimental ones included. */
const TABLE: readonly Row[] = [
  [
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count ' +
      'histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt ' +
      'start_timestamp tan tanh timestamp',
    [V],
    V,
  ],
  [
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate ' +
      'last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time ' +
      'stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ' +
      'ts_of_min_over_time',
    [M],
    V,
  ],
  ['day_of_month day_of_week day_of_year days_in_month hour minute month year', [V], V, 1],
  ['clamp', [V, S, S], V],
  ['clamp_max clamp_min', [V, S], V],
  ['double_exponential_smoothing', [M, S, S], V],
  ['end pi range start step time', [], S],
  ['histogram_fraction', [S, S, V], V],
  ['histogram_quantile', [S, V], V],
  ['histogram_quantiles', [V, T, S, S], V, 9],
  ['info', [V, V], V, 1],
  ['label_join', [V, T, T, T], V, -1],
  ['label_replace', [V, T, T, T, T], V],
  ['max_of min_of', [S, S], S],
  ['predict_linear', [M, S], V],
  ['quantile_over_time', [S, M], V],
  ['round', [V, S], V, 1],
  ['scalar', [V], S],
  ['sort_by_label sort_by_label_desc', [V, T], V, -1],
  ['vector', [S], V],
];

export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  TABLE.flatMap(([names, args, returns, variadic = 0]) =>
    names
      .split(' ')
      .map((name): [string, Signature] => [
        name,
        { name, args, returns, variadic, experimental: EXPERIMENTAL.has(name) },
      ]),
  ),
);
