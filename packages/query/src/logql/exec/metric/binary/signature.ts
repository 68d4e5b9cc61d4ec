import { groupBy } from '../../../../lang/index.js';
import type { VectorMatching } from '../../../syntax/index.js';
import type { LabelSet } from '../label-set.js';
import type { StepSeries } from '../series.js';

/** The key by which series of two sides belong together: of all labels where the query says nothing. */
export function signatureOf(matching: VectorMatching | undefined): (labels: LabelSet) => string {
  if (matching === undefined) return (labels) => labels.key;
  const names = new Set(matching.labels);
  return matching.kind === 'on' ? (labels) => labels.keep(names).key : (labels) => labels.drop(names).key;
}

/** Series by their signature, in the order of the input. */
export function bySignature(
  series: readonly StepSeries[],
  matching: VectorMatching | undefined,
): ReadonlyMap<string, readonly StepSeries[]> {
  const signature = signatureOf(matching);
  return groupBy(series, (one) => signature(one.labels));
}

/** Per step 1 where any of the series has a value. */
export function presence(series: readonly StepSeries[], steps: number): Uint8Array {
  const any = new Uint8Array(steps);
  for (const { present } of series) for (let i = 0; i < steps; i++) any[i]! |= present[i]!;
  return any;
}
