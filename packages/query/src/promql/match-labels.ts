import type { Labels } from '@bongsu/model';
import { LabelSet } from './exec/label-set.js';
import { compileAnchored, type Matcher } from '../lang/index.js';

/** Whether labels fit every matcher; an absent label reads as the empty text. */
export function matchesLabels(matchers: readonly Matcher[], labels: Labels | LabelSet): boolean {
  return labelsFilter(matchers)(labels);
}

/** As {@link matchesLabels}, for many sets of labels. */
export function labelsFilter(matchers: readonly Matcher[]): (labels: Labels | LabelSet) => boolean {
  const tests = matchers.map(({ name, op, value }): readonly [string, (own: string) => boolean] => {
    if (op === '=' || op === '!=') return [name, (own) => (own === value) === (op === '=')];
    const pattern = compileAnchored(value);
    if (!pattern.ok) throw new Error(`BUG: an unchecked pattern: ${pattern.error}`);
    return [name, (own) => pattern.value.matches(own) === (op === '=~')];
  });
  return (labels) =>
    tests.every(([name, test]) => test(labels instanceof LabelSet ? labels.get(name) : (labels[name] ?? '')));
}
