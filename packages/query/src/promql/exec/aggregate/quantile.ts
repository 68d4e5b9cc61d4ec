import { nanFirst, quantileOfSorted, warnQuantile } from '../quantile.js';
import type { StepSeries } from '../series.js';
import type { SelectAggregator } from './aggregator.js';

export const quantile: SelectAggregator = {
  kind: 'select',
  histograms: 'ignored',
  select: async (groups, { node, context }) => {
    const quantiles = await context.scalar(node.param!);
    // Of an empty input nothing is reported.
    if (groups.length > 0) for (const q of quantiles) warnQuantile(q, context.annotations, node.expr.param!.pos);
    const result: StepSeries[] = [];
    for (const { labels, dropName, members } of groups) {
      const values = new Float64Array(node.grid.count);
      const present = new Uint8Array(node.grid.count);
      for (let i = 0; i < values.length; i++) {
        const there = members.filter((one) => one.present[i] === 1).map((one) => one.values[i]!);
        if (there.length === 0) continue;
        values[i] = quantileOfSorted(quantiles[i]!, there.sort(nanFirst));
        present[i] = 1;
      }
      result.push({ labels, dropName, values, present });
      await context.budget.spend(members.length * values.length);
    }
    context.budget.hold(result.length * node.grid.count);
    return result;
  },
};
