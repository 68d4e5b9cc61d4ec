import { formatSampleValue, goQuote } from '../../syntax/index.js';
import { failExecution } from '../eval-error.js';
import type { LabelSet } from '../label-set.js';
import { printHistogram } from '../histogram/print.js';
import { valueAt, type StepSeries } from '../series.js';
import type { SelectAggregator } from './aggregator.js';

/** How many members have each value; the value becomes a label. */
export const countValues: SelectAggregator = {
  kind: 'select',
  histograms: 'counted',
  select: async (groups, { node, context }) => {
    const label = await context.text(node.param!);
    if (label === '' || label.includes('\ufffd')) failExecution(`invalid label name ${goQuote(label)}`);
    const result: StepSeries[] = [];
    for (const { labels, dropName, members } of groups) {
      const byValue = new Map<string, StepSeries>();
      for (const one of members) {
        for (let i = 0; i < one.values.length; i++) {
          if (one.present[i] === 0) continue;
          const value = valueAt(one, i);
          const text = typeof value === 'number' ? formatSampleValue(value) : printHistogram(value);
          const counted = byValue.get(text) ?? empty(labels.with(label, text), dropName, one.values.length);
          counted.values[i] = counted.values[i]! + 1;
          counted.present[i] = 1;
          byValue.set(text, counted);
        }
        await context.budget.spend(one.values.length);
      }
      context.budget.hold(byValue.size * node.grid.count);
      result.push(...byValue.values());
    }
    return result;
  },
};

const empty = (labels: LabelSet, dropName: boolean, steps: number): StepSeries => ({
  labels,
  dropName,
  values: new Float64Array(steps),
  present: new Uint8Array(steps),
});
