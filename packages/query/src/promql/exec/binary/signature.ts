import { METRIC_NAME, type VectorMatching } from '../../syntax/index.js';
import type { LabelSet } from '../label-set.js';
import type { StepSeries } from '../series.js';

/** The labels by which series of two sides belong together. */
export function signatureOf({ on, labels }: VectorMatching): (set: LabelSet) => LabelSet {
  if (on) {
    const names = new Set(labels);
    return (set) => set.keep(names);
  }
  const names = new Set([...labels, METRIC_NAME]);
  return (set) => set.drop(names);
}

/** Series by the key of their signature, in the order of the input. */
export function bySignature(
  series: readonly StepSeries[],
  matching: VectorMatching,
): ReadonlyMap<string, readonly StepSeries[]> {
  const signature = signatureOf(matching);
  const groups = new Map<string, StepSeries[]>();
  for (const one of series) {
    const { key } = signature(one.labels);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** Per step 1 where any of the series has a value. */
export function presence(series: readonly StepSeries[], steps: number): Uint8Array {
  const any = new Uint8Array(steps);
  for (const { present } of series) for (let i = 0; i < steps; i++) any[i]! |= present[i]!;
  return any;
}
