import type { Aggregator } from '../../syntax/index.js';
import type { AggregatorImpl } from './aggregator.js';
import { avg } from './avg.js';
import { count, group } from './count.js';
import { countValues } from './count-values.js';
import { max, min } from './extreme.js';
import { limitRatio } from './limit-ratio.js';
import { quantile } from './quantile.js';
import { sum } from './sum.js';
import { bottomk, limitk, topk } from './topk.js';
import { stddev, stdvar } from './variance.js';

/** Every aggregation the evaluator has. What is missing here is refused when a query is planned. */
export const AGGREGATOR_IMPLS: ReadonlyMap<Aggregator, AggregatorImpl> = new Map<Aggregator, AggregatorImpl>([
  ['avg', avg],
  ['bottomk', bottomk],
  ['count', count],
  ['count_values', countValues],
  ['group', group],
  ['limit_ratio', limitRatio],
  ['limitk', limitk],
  ['max', max],
  ['min', min],
  ['quantile', quantile],
  ['stddev', stddev],
  ['stdvar', stdvar],
  ['sum', sum],
  ['topk', topk],
]);
