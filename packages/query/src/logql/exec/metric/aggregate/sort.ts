import type { SelectAggregator } from './aggregator.js';
import { ranked, type Before } from './topk.js';

/** Orders an instant query's answer by value, NaN last; a range answer is ordered by labels whatever was asked. */
const sorting = (before: Before): SelectAggregator => ({
  kind: 'select',
  select: (members, steps) => (steps === 1 ? ranked(members, 0, before) : members),
});

export const sort = sorting((value, other) => value < other);
export const sortDesc = sorting((value, other) => value > other);
