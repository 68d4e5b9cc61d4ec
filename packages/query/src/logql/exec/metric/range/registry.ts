import type { RangeAggregation } from '../../../syntax/index.js';
import { avgOverTime } from './avg.js';
import { countDistinct } from './count-distinct.js';
import { countOverTime, lineRate } from './count.js';
import { firstOverTime, lastOverTime } from './ends.js';
import { maxOverTime, minOverTime } from './extreme.js';
import { quantileOverTime } from './quantile.js';
import { rateCounter } from './rate-counter.js';
import { sumOverTime, sumRate } from './sum.js';
import { stddevOverTime, stdvarOverTime } from './variance.js';
import type { WindowFunction } from './window-function.js';

/** The function of an aggregation. `absent_over_time` only asks which windows have samples: count says it. */
export function windowFunction({ op, quantile, logs }: RangeAggregation): WindowFunction {
  switch (op) {
    case 'count_over_time':
    case 'absent_over_time':
      return countOverTime;
    case 'rate':
      return logs.unwrap === undefined ? lineRate : sumRate;
    case 'rate_counter':
      return rateCounter;
    case 'bytes_over_time':
    case 'sum_over_time':
      return sumOverTime;
    case 'bytes_rate':
      return sumRate;
    case 'avg_over_time':
      return avgOverTime;
    case 'min_over_time':
      return minOverTime;
    case 'max_over_time':
      return maxOverTime;
    case 'stddev_over_time':
      return stddevOverTime;
    case 'stdvar_over_time':
      return stdvarOverTime;
    case 'quantile_over_time':
      return quantileOverTime(quantile!);
    case 'first_over_time':
      return firstOverTime;
    case 'last_over_time':
      return lastOverTime;
    case 'count_distinct':
      return countDistinct;
  }
}
