import type { EvalContext } from '../context.js';
import { failExecution } from '../eval-error.js';
import { formatGoNumber } from '../../syntax/index.js';
import type { StepSeries } from '../series.js';
import type { AggregateInput, Group, SelectAggregator } from './aggregator.js';

/** How many members each step keeps; a fraction is cut, less than 1 keeps none. */
export async function countPerStep({ node, context }: AggregateInput): Promise<Float64Array> {
  const counts = await context.scalar(node.param!);
  return counts.map((k) => {
    if (Number.isNaN(k)) failExecution('Parameter value is NaN');
    if (!(Math.abs(k) < 2 ** 63)) {
      failExecution(`Scalar value ${formatGoNumber(k)} ${k < 0 ? 'underflows' : 'overflows'} int64`);
    }
    return Math.trunc(k);
  });
}

/** Keeps the best members of every step with their own labels. Of equals the first of the input is better. */
const ranking = (isBetter: (value: number, than: number) => boolean): SelectAggregator => ({
  kind: 'select',
  histograms: 'ignored',
  select: async (groups, input) => {
    const counts = await countPerStep(input);
    const result: StepSeries[] = [];
    for (const group of groups) result.push(...(await best(group, counts, isBetter, input.context)));
    return result;
  },
});

async function best(
  { members }: Group,
  counts: Float64Array,
  isBetter: (value: number, than: number) => boolean,
  context: EvalContext,
): Promise<readonly StepSeries[]> {
  const kept = members.map(() => new Uint8Array(counts.length));
  let order: readonly number[] = members.map((_, m) => m);
  for (let i = 0; i < counts.length; i++) {
    const k = counts[i]!;
    if (k < 1) continue;
    order = ranked(members, i, isBetter);
    for (const m of order.slice(0, k)) kept[m]![i] = 1;
    await context.budget.spend(members.length);
  }
  // An instant query gives the members in the order of their rank.
  const shown = counts.length === 1 ? order : members.map((_, m) => m);
  return shown.filter((m) => kept[m]!.includes(1)).map((m) => ({ ...members[m]!, present: kept[m]! }));
}

/** Members with a value at step `i`, best first, NaN last. */
function ranked(
  members: readonly StepSeries[],
  i: number,
  isBetter: (value: number, than: number) => boolean,
): readonly number[] {
  const there: number[] = [];
  members.forEach(({ present }, m) => {
    if (present[i] === 1) there.push(m);
  });
  return there.sort((a, b) => {
    const x = members[a]!.values[i]!;
    const y = members[b]!.values[i]!;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return isBetter(x, y) ? -1 : isBetter(y, x) ? 1 : 0;
  });
}

export const topk = ranking((value, than) => value > than);
export const bottomk = ranking((value, than) => value < than);

/** Any `k` members of every step; here the first. */
export const limitk: SelectAggregator = {
  kind: 'select',
  histograms: 'counted',
  select: async (groups, input) => {
    const counts = await countPerStep(input);
    return groups.flatMap(({ members }) => {
      const left = counts.slice();
      return members.map((one) => {
        const present = one.present.map((there, i) => {
          if (there === 0 || left[i]! < 1) return 0;
          left[i] = left[i]! - 1;
          return 1;
        });
        return { ...one, present };
      });
    });
  },
};
