import type { SeriesFunction } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { variance } from '../histogram/statistics.js';
import { dropNames, StepValues } from '../series.js';

/** A number that describes a native histogram; of numbers it makes nothing. */
const statistic = (of: (histogram: FloatHistogram) => number): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const input = await context.vector(node.args[0]!);
    const series = input.flatMap(({ labels, dropName, present, histograms }) => {
      if (histograms === undefined) return [];
      const values = new StepValues(node.grid.count);
      histograms.forEach((histogram, i) => {
        if (histogram && present[i] === 1) values.set(i, of(histogram));
      });
      return [{ labels, dropName, ...values.columns }];
    });
    context.budget.hold(series.length * node.grid.count);
    return { type: 'vector', series: dropNames(series, context.delayedNameRemoval) };
  },
});

export const HISTOGRAM_STATISTICS: readonly (readonly [name: string, impl: SeriesFunction])[] = [
  ['histogram_avg', statistic(({ sum, count }) => sum / count)],
  ['histogram_count', statistic(({ count }) => count)],
  ['histogram_sum', statistic(({ sum }) => sum)],
  ['histogram_stddev', statistic((histogram) => Math.sqrt(variance(histogram)))],
  ['histogram_stdvar', statistic(variance)],
];
