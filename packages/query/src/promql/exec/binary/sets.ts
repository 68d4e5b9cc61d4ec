import type { Binary } from '../../syntax/index.js';
import { mergeSameLabels, type StepSeries } from '../series.js';
import { bySignature, presence, signatureOf } from './signature.js';

/** `and`, `or`, `unless`: which points stay is decided per step by the match groups that are there. */
export function combineSets(
  expr: Binary,
  left: readonly StepSeries[],
  right: readonly StepSeries[],
): readonly StepSeries[] {
  const { op, matching } = expr;
  const signature = signatureOf(matching);
  if (op === 'or') return mergeSameLabels([...left, ...masked(right, left, false)]);
  return masked(left, right, op === 'and');

  /** Points of `kept` at steps where its match group in `other` is there, or is not. */
  function masked(kept: readonly StepSeries[], other: readonly StepSeries[], wanted: boolean): StepSeries[] {
    const groups = bySignature(other, matching);
    const there = new Map<string, Uint8Array>();
    return kept.map((one) => {
      const { key } = signature(one.labels);
      const group = groups.get(key);
      if (group === undefined) return wanted ? { ...one, present: new Uint8Array(one.present.length) } : one;
      let steps = there.get(key);
      if (steps === undefined) there.set(key, (steps = presence(group, one.present.length)));
      const mask = steps;
      return { ...one, present: one.present.map((p, i) => (wanted ? p & mask[i]! : p & (1 - mask[i]!))) };
    });
  }
}
