import type { StepSeries } from '../series.js';
import type { SelectAggregator } from './aggregator.js';

/** Whether a value goes before another. */
export type Before = (value: number, other: number) => boolean;

/** Members with a value at step `i`, in order, NaN last. Of equals the first of the input stays first. */
export function ranked(members: readonly StepSeries[], i: number, before: Before): readonly StepSeries[] {
  return members
    .filter(({ present }) => present[i] === 1)
    .sort((a, b) => {
      const x = a.values[i]!;
      const y = b.values[i]!;
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return before(x, y) ? -1 : before(y, x) ? 1 : 0;
    });
}

const ranking = (before: Before): SelectAggregator => ({
  kind: 'select',
  select: (members, steps, k) => {
    const kept = new Map(members.map((one) => [one, new Uint8Array(steps)]));
    let order: readonly StepSeries[] = members;
    for (let i = 0; i < steps; i++) {
      order = ranked(members, i, before);
      for (const one of order.slice(0, k)) kept.get(one)![i] = 1;
    }
    // An instant query gives the members in the order of their rank.
    const shown = steps === 1 ? order.slice(0, k) : members;
    return shown.map((one) => ({ ...one, present: kept.get(one)! }));
  },
});

export const topk = ranking((value, other) => value > other);
export const bottomk = ranking((value, other) => value < other);
