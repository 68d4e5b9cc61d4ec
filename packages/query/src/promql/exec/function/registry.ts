import type { FunctionImpl } from '../context.js';
import { absent, absentOverTime } from './absent.js';
import { CALENDAR } from './calendar.js';
import { doubleExponentialSmoothing } from './double-exponential-smoothing.js';
import { delta, increase, rate } from './extrapolated-rate.js';
import { maxOverTime, minOverTime } from './extreme-over-time.js';
import { histogramFraction } from './histogram-fraction.js';
import { histogramQuantile, histogramQuantiles } from './histogram-quantile.js';
import { HISTOGRAM_STATISTICS } from './histogram-statistics.js';
import { info } from './info.js';
import { idelta, irate } from './instant-rate.js';
import { labelJoin } from './label-join.js';
import { labelReplace } from './label-replace.js';
import {
  avgOverTime,
  changes,
  countOverTime,
  firstOverTime,
  lastOverTime,
  presentOverTime,
  resets,
  sumOverTime,
  tsOfFirstOverTime,
  tsOfLastOverTime,
  tsOfMaxOverTime,
  tsOfMinOverTime,
} from './over-time.js';
import { POINTWISE } from './pointwise.js';
import { madOverTime, quantileOverTime } from './quantile-over-time.js';
import { deriv, predictLinear } from './regression.js';
import { maxOf, minOf } from './scalar-extreme.js';
import { sort, sortDesc } from './sort.js';
import { sortByLabel, sortByLabelDesc } from './sort-by-label.js';
import { pi, scalar, startTimestamp, time, timestamp, vector } from './time.js';
import { stddevOverTime, stdvarOverTime } from './variance-over-time.js';

/** Every function the evaluator has, by its PromQL name. What is missing here is refused when a query is planned. */
export const FUNCTION_IMPLS: ReadonlyMap<string, FunctionImpl> = new Map<string, FunctionImpl>([
  ...POINTWISE,
  ...CALENDAR,
  ...HISTOGRAM_STATISTICS,
  ['absent', absent],
  ['absent_over_time', absentOverTime],
  ['avg_over_time', avgOverTime],
  ['changes', changes],
  ['count_over_time', countOverTime],
  ['delta', delta],
  ['deriv', deriv],
  ['double_exponential_smoothing', doubleExponentialSmoothing],
  ['first_over_time', firstOverTime],
  ['histogram_fraction', histogramFraction],
  ['histogram_quantile', histogramQuantile],
  ['histogram_quantiles', histogramQuantiles],
  ['idelta', idelta],
  ['increase', increase],
  ['info', info],
  ['irate', irate],
  ['label_join', labelJoin],
  ['label_replace', labelReplace],
  ['last_over_time', lastOverTime],
  ['mad_over_time', madOverTime],
  ['max_of', maxOf],
  ['max_over_time', maxOverTime],
  ['min_of', minOf],
  ['min_over_time', minOverTime],
  ['pi', pi],
  ['predict_linear', predictLinear],
  ['present_over_time', presentOverTime],
  ['quantile_over_time', quantileOverTime],
  ['rate', rate],
  ['resets', resets],
  ['scalar', scalar],
  ['sort', sort],
  ['sort_by_label', sortByLabel],
  ['sort_by_label_desc', sortByLabelDesc],
  ['sort_desc', sortDesc],
  ['start_timestamp', startTimestamp],
  ['stddev_over_time', stddevOverTime],
  ['stdvar_over_time', stdvarOverTime],
  ['sum_over_time', sumOverTime],
  ['time', time],
  ['timestamp', timestamp],
  ['ts_of_first_over_time', tsOfFirstOverTime],
  ['ts_of_last_over_time', tsOfLastOverTime],
  ['ts_of_max_over_time', tsOfMaxOverTime],
  ['ts_of_min_over_time', tsOfMinOverTime],
  ['vector', vector],
]);
