import { compileAnchored, expandGroups, type AnchoredPattern } from '../../../lang/index.js';
import { goQuote, METRIC_NAME } from '../../syntax/index.js';
import type { SeriesFunction } from '../context.js';
import { failExecution } from '../eval-error.js';
import type { LabelSet } from '../label-set.js';
import { mergeSameLabels, type StepSeries } from '../series.js';

/** Sets a label from what a pattern finds in another. A pattern that does not match the whole value changes nothing. */
export const labelReplace: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [vector, ...texts] = node.args;
    const [target, replacement, source, pattern] = await Promise.all(texts.map((t) => context.text(t)));
    const compiled = compileAnchored(pattern!);
    if (!compiled.ok) failExecution(`invalid regular expression in label_replace(): ${pattern!}`);
    requireLabelName(target!, 'label_replace');
    const series = (await context.vector(vector!)).map((one): StepSeries => {
      const labels = replaced(one.labels, target!, replacement!, source!, compiled.value);
      return relabelled(one, labels, target!);
    });
    return { type: 'vector', series: mergeSameLabels(series) };
  },
};

export function requireLabelName(name: string, func: string): void {
  // Bytes that are not UTF-8 became U+FFFD when the query was read.
  if (name !== '' && !name.includes('\ufffd')) return;
  failExecution(`invalid destination label name in ${func}(): ${goQuote(name)}`);
}

/** A series with new labels. A name that was set on purpose stays. */
export function relabelled(one: StepSeries, labels: LabelSet, target: string): StepSeries {
  if (labels === one.labels) return one;
  return { ...one, labels, dropName: target === METRIC_NAME ? false : one.dropName };
}

function replaced(
  labels: LabelSet,
  target: string,
  replacement: string,
  source: string,
  pattern: AnchoredPattern,
): LabelSet {
  const groups = pattern.groups(labels.get(source));
  return groups === undefined ? labels : labels.with(target, expandGroups(replacement, groups, pattern.names));
}
