import type { Labels } from '@bongsu/model';
import { LabelSet } from './exec/label-set.js';
import { compileAnchored, type Matcher } from '../lang/index.js';

/** Whether labels fit every matcher; an absent label reads as the empty text. */
export function matchesLabels(matchers: readonly Matcher[], labels: Labels | LabelSet): boolean {
  const get = labels instanceof LabelSet ? (name: string) => labels.get(name) : (name: string) => labels[name] ?? '';
  return matchers.every(({ name, op, value }) => {
    const own = get(name);
    if (op === '=' || op === '!=') return (own === value) === (op === '=');
    const pattern = compileAnchored(value);
    if (!pattern.ok) throw new Error(`BUG: an unchecked pattern: ${pattern.error}`);
    return pattern.value.matches(own) === (op === '=~');
  });
}
