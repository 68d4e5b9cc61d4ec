import type { Binary } from '../../../syntax/index.js';
import type { StepSeries } from '../series.js';
import { bySignature, presence, signatureOf } from './signature.js';

/** `and`, `or`, `unless`: which points stay is decided per step by the match groups that are there. */
export function combineSets(
  { op, matching }: Binary,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
  steps: number,
): readonly StepSeries[] {
  const signature = signatureOf(matching);
  if (op === 'or') return merged([...left, ...masked(right, left, false)]);
  return masked(left, right, op === 'and');

  /** Points of `kept` at steps where its match group in `other` is there, or is not. */
  function masked(kept: readonly StepSeries[], other: readonly StepSeries[], wanted: boolean): StepSeries[] {
    const groups = bySignature(other, matching);
    const there = new Map([...groups].map(([key, group]) => [key, presence(group, steps)]));
    return kept.map((one) => {
      const mask = there.get(signature(one.labels));
      if (mask === undefined) return wanted ? { ...one, present: new Uint8Array(steps) } : one;
      return { ...one, present: one.present.map((p, i) => (wanted ? p & mask[i]! : p & (1 - mask[i]!))) };
    });
  }
}

/** Series of equal labels as one where they have no step in common: left and right took turns. */
function merged(series: readonly StepSeries[]): readonly StepSeries[] {
  const byKey = new Map<string, StepSeries>();
  const apart: StepSeries[] = [];
  for (const one of series) {
    const other = byKey.get(one.labels.key);
    if (other === undefined) byKey.set(one.labels.key, one);
    else if (one.present.some((p, i) => (p & other.present[i]!) === 1)) apart.push(one);
    else {
      byKey.set(one.labels.key, {
        labels: one.labels,
        values: one.values.map((value, i) => (one.present[i] === 1 ? value : other.values[i]!)),
        present: one.present.map((p, i) => p | other.present[i]!),
      });
    }
  }
  return [...byKey.values(), ...apart];
}
