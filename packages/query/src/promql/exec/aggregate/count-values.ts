import { formatPlainNumber, goQuote } from '../../syntax/index.js';
import { failExecution } from '../eval-error.js';
import { METADATA, type LabelSet } from '../label-set.js';
import { printHistogram } from '../histogram/print.js';
import { valueAt, type StepSeries } from '../series.js';
import type { SelectAggregator } from './aggregator.js';

/**
 * How many members have each value. The value becomes a label before members are grouped, as in Prometheus: one that
 * was there is overwritten, so groups that only it told apart are counted together, and `without` takes it away when
 * it names it.
 */
export const countValues: SelectAggregator = {
  kind: 'select',
  histograms: 'counted',
  select: async (groups, { node, context }) => {
    const label = await context.text(node.param!);
    if (label === '' || label.includes('\ufffd')) failExecution(`invalid label name ${goQuote(label)}`);
    const dropped = node.expr.without && (METADATA.has(label) || node.expr.grouping.includes(label));
    const counts = new Map<string, StepSeries>();
    for (const { labels, dropName, members } of groups) {
      const ofGroup = new Map<string, StepSeries>();
      for (const one of members) {
        for (let i = 0; i < one.values.length; i++) {
          if (one.present[i] === 0) continue;
          const value = valueAt(one, i);
          const text = dropped ? '' : typeof value === 'number' ? formatPlainNumber(value) : printHistogram(value);
          let counted = ofGroup.get(text);
          if (counted === undefined) {
            const own = labels.with(label, text);
            counted = counts.get(own.key) ?? empty(own, dropName, one.values.length);
            ofGroup.set(text, counted);
            counts.set(own.key, counted);
          }
          counted.values[i] = counted.values[i]! + 1;
          counted.present[i] = 1;
        }
        await context.budget.spend(one.values.length);
      }
      context.budget.hold(ofGroup.size * node.grid.count);
    }
    return [...counts.values()];
  },
};

const empty = (labels: LabelSet, dropName: boolean, steps: number): StepSeries => ({
  labels,
  dropName,
  values: new Float64Array(steps),
  present: new Uint8Array(steps),
});
