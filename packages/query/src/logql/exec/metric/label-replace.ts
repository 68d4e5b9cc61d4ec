import { compileAnchored, expandGroups } from '../../../lang/index.js';
import type { LabelReplace } from '../../syntax/index.js';
import type { StepSeries } from './series.js';

/** Sets a label from what a pattern finds in another. A pattern that does not match the whole value changes nothing. */
export function labelReplace(
  { destination, replacement, source, pattern }: LabelReplace,
  input: readonly StepSeries[],
): readonly StepSeries[] {
  const compiled = compileAnchored(pattern);
  if (!compiled.ok) throw new Error(`BUG: pattern not checked: ${compiled.error}`);
  return input.map((one) => {
    const groups = compiled.value.groups(one.labels.get(source) ?? '');
    if (groups === undefined) return one;
    return { ...one, labels: one.labels.with(destination, expandGroups(replacement, groups, compiled.value.names)) };
  });
}
