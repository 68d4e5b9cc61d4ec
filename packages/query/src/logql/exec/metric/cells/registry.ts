import type { RangeAggregation } from '../../../syntax/index.js';
import { avgOfCells } from './avg.js';
import type { CellFold } from './cell-fold.js';
import { distinctOfCells } from './count-distinct.js';
import { bytesOfCells, countOfCells, perSecond } from './count.js';
import { maxOfCells, minOfCells } from './extreme.js';
import { quantileOfCells } from './quantile.js';
import { sumOfCells } from './sum.js';
import { stddevOfCells, stdvarOfCells } from './variance.js';

/** The fold of an aggregation; `undefined` for those that ask when lines were, which cells do not know. */
export function cellFold({ op, quantile, logs }: RangeAggregation): CellFold | undefined {
  switch (op) {
    case 'count_over_time':
    case 'absent_over_time':
      return countOfCells;
    case 'rate':
      return perSecond(logs.unwrap === undefined ? countOfCells : sumOfCells);
    case 'bytes_over_time':
      return bytesOfCells;
    case 'bytes_rate':
      return perSecond(bytesOfCells);
    case 'sum_over_time':
      return sumOfCells;
    case 'avg_over_time':
      return avgOfCells;
    case 'min_over_time':
      return minOfCells;
    case 'max_over_time':
      return maxOfCells;
    case 'stddev_over_time':
      return stddevOfCells;
    case 'stdvar_over_time':
      return stdvarOfCells;
    case 'quantile_over_time':
      return quantileOfCells(quantile!);
    case 'count_distinct':
      return distinctOfCells;
    case 'first_over_time':
    case 'last_over_time':
    case 'rate_counter':
      return undefined;
  }
}
