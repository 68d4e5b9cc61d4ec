import type { WindowReport } from '../context.js';
import type { Combined } from '../histogram/arithmetic.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { nativeAnnotations } from '../native-annotations.js';

/** What came of a sum or difference, with what there is to say about it. Conflicting hints are dealt with here. */
export function reported(
  combined: Combined | undefined,
  operation: 'addition' | 'subtraction',
  { annotations, metric, argPos }: WindowReport,
): FloatHistogram | undefined {
  if (combined === undefined) nativeAnnotations.mixedSchemas(annotations, metric, argPos);
  else if (combined.reconciled) nativeAnnotations.reconciled(annotations, operation, argPos);
  return combined?.histogram;
}
