import type { Labels } from '@bongsu/model';
import { compileAnchored, type Matcher } from '../lang/index.js';

/** Whether labels fit every matcher; an absent label reads as the empty text. */
export function matchesLabels(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every(({ name, op, value }) => {
    const own = labels[name] ?? '';
    if (op === '=' || op === '!=') return (own === value) === (op === '=');
    const pattern = compileAnchored(value);
    if (!pattern.ok) throw new Error(`BUG: an unchecked pattern: ${pattern.error}`);
    return pattern.value.matches(own) === (op === '=~');
  });
}
