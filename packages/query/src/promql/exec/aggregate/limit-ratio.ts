import { failExecution } from '../eval-error.js';
import { formatGoNumber } from '../../syntax/index.js';
import type { SelectAggregator } from './aggregator.js';
import { labelOffset } from './label-hash.js';

/**
 * The members whose labels' hash falls below the ratio, or for a negative one at or above 1 + ratio: the two make up
 * all members. Which they are depends on their labels alone.
 */
export const limitRatio: SelectAggregator = {
  kind: 'select',
  histograms: 'counted',
  select: async (groups, { node, context }) => {
    const { pos } = node.expr.param!;
    const ratios = (await context.scalar(node.param!)).map((ratio) => {
      if (Number.isNaN(ratio)) failExecution('Ratio value is NaN');
      if (Math.abs(ratio) <= 1) return ratio;
      const capped = Math.sign(ratio);
      context.annotations.warn(
        `ratio value should be between -1 and 1, got ${formatGoNumber(ratio)}, capping to ${capped}`,
        pos,
      );
      return capped;
    });
    return groups.flatMap(({ members }) =>
      members.map((one) => {
        const offset = labelOffset(one.labels);
        const present = one.present.map((there, i) => {
          const ratio = ratios[i]!;
          return there === 1 && (ratio >= 0 ? offset < ratio : offset >= 1 + ratio) ? 1 : 0;
        });
        return { ...one, present };
      }),
    );
  },
};
