import type { VectorOp } from '../../../syntax/index.js';
import type { AggregatorImpl } from './aggregator.js';
import { avg } from './avg.js';
import { count } from './count.js';
import { max, min } from './extreme.js';
import { sort, sortDesc } from './sort.js';
import { sum } from './sum.js';
import { bottomk, topk } from './topk.js';
import { stddev, stdvar } from './variance.js';

/** `approx_topk` is exact here: nothing is sharded. */
export const AGGREGATOR_IMPLS: Readonly<Record<VectorOp, AggregatorImpl>> = {
  avg,
  bottomk,
  count,
  max,
  min,
  sort,
  sort_desc: sortDesc,
  stddev,
  stdvar,
  sum,
  topk,
  approx_topk: topk,
};
