import type { Result } from '@bongsu/model';
import { parseGoFloat } from '../../../lang/index.js';
import type { Grouping, Unwrap, UnwrapConversion } from '../../syntax/index.js';
import { parseByteSize } from './byte-size.js';
import { durationSeconds } from './duration-seconds.js';
import { labelFilter } from './label-filter.js';
import type { Pipeline } from './pipeline.js';

const CONVERSIONS: Readonly<Record<UnwrapConversion, (text: string) => Result<number, string>>> = {
  bytes: parseByteSize,
  duration: durationSeconds,
  duration_seconds: durationSeconds,
};

/**
 * The sample of a line that the pipeline has run on: `undefined` when the label is missing or empty or a filter
 * behind `unwrap` refuses. A label that cannot be read gives 0 and leaves SampleExtractionErr on all its labels. The
 * unwrapped label is none of the series', unless `grouping`, the range aggregation's or that of a `sum` around it, is
 * by labels and decides for itself (pkg/logql/log/metrics_extraction.go).
 */
export function compileUnwrap(
  { label, conversion, filters }: Unwrap,
  grouping?: Grouping,
): (pipeline: Pipeline) => number | undefined {
  const read = conversion === undefined ? parseGoFloat : CONVERSIONS[conversion];
  const takes = filters.map(labelFilter);
  const keepsLabel = grouping?.kind === 'by';
  return ({ labels }) => {
    const text = labels.get(label);
    if (text === undefined || text === '') return undefined;
    const value = read(text);
    if (!value.ok) labels.setError('SampleExtractionErr', value.error);
    for (const take of takes) if (!take(labels)) return undefined;
    if (!keepsLabel && labels.error === '') labels.delete(label);
    return value.ok ? value.value : 0;
  };
}
