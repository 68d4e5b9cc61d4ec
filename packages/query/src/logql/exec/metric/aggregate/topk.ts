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
      return precedes(x, y, before) ? -1 : precedes(y, x, before) ? 1 : 0;
    });
}

const precedes = (x: number, y: number, before: Before): boolean => (Number.isNaN(y) ? !Number.isNaN(x) : before(x, y));

/** The first `k` of `ranked`, without putting all the others in order. */
function foremost(members: readonly StepSeries[], i: number, k: number, before: Before): readonly StepSeries[] {
  const first: StepSeries[] = [];
  for (const one of members) {
    if (one.present[i] !== 1) continue;
    const value = one.values[i]!;
    let at = first.length;
    while (at > 0 && precedes(value, first[at - 1]!.values[i]!, before)) at--;
    if (at >= k) continue;
    first.splice(at, 0, one);
    if (first.length > k) first.pop();
  }
  return first;
}

/** Up to so many are found by putting each in its place; beyond it sorting takes less. */
const FEW = 50;

const ranking = (before: Before): SelectAggregator => ({
  kind: 'select',
  select: (members, steps, k) => {
    const kept = new Map(members.map((one) => [one, new Uint8Array(steps)]));
    let order: readonly StepSeries[] = members;
    for (let i = 0; i < steps; i++) {
      order = k <= FEW ? foremost(members, i, k, before) : ranked(members, i, before).slice(0, k);
      for (const one of order) kept.get(one)![i] = 1;
    }
    // An instant query gives the members in the order of their rank.
    const shown = steps === 1 ? order : members;
    return shown.map((one) => ({ ...one, present: kept.get(one)! }));
  },
});

export const topk = ranking((value, other) => value > other);
export const bottomk = ranking((value, other) => value < other);
