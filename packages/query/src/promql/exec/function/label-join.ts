import type { SeriesFunction } from '../context.js';
import { mergeSameLabels } from '../series.js';
import { relabelled, requireLabelName } from './label-replace.js';

/** Sets a label to the values of others, joined. */
export const labelJoin: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [vector, ...texts] = node.args;
    const [target, separator, ...sources] = await Promise.all(texts.map((t) => context.text(t)));
    requireLabelName(target!, 'label_join');
    const series = (await context.vector(vector!)).map((one) => {
      const value = sources.map((source) => one.labels.get(source)).join(separator);
      return relabelled(one, one.labels.with(target!, value), target!);
    });
    return { type: 'vector', series: mergeSameLabels(series) };
  },
};
