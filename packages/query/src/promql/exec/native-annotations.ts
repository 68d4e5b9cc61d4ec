import type { SourceRange } from '../../lang/index.js';
import { goQuote } from '../syntax/index.js';
import type { Annotations } from './annotations.js';

type Operation = 'addition' | 'subtraction' | 'aggregation';

/** What Prometheus says about native histograms, in its words. */
export const nativeAnnotations = {
  mixedSamples: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.warn(`encountered a mix of histograms and floats for metric name ${goQuote(metric)}`, at),

  mixedAggregation: (annotations: Annotations, at: SourceRange): void =>
    annotations.warn('encountered a mix of histograms and floats for aggregation', at),

  mixedSchemas: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.warn(
      `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${goQuote(metric)}`,
      at,
    ),

  mixedClassic: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.warn(`vector contains a mix of classic and native histograms${forMetric(metric)}`, at),

  notCounter: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.warn(`this native histogram metric is not a counter: ${goQuote(metric)}`, at),

  notGauge: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.warn(`this native histogram metric is not a gauge: ${goQuote(metric)}`, at),

  incompatibleLayout: (annotations: Annotations, operator: string, at: SourceRange): void =>
    annotations.warn(`incompatible bucket layout encountered for binary operator ${operator}`, at),

  incompatibleTypes: (
    annotations: Annotations,
    [left, operator, right]: readonly [left: string, operator: string, right: string],
    at: SourceRange,
  ): void =>
    annotations.info(
      `incompatible sample types encountered for binary operator ${goQuote(operator)}: ${left} ${operator} ${right}`,
      at,
    ),

  resetConflict: (annotations: Annotations, operation: Operation, at: SourceRange): void =>
    annotations.warn(`conflicting counter resets during histogram ${operation}`, at),

  reconciled: (annotations: Annotations, operation: Operation, at: SourceRange): void =>
    annotations.info(`mismatched custom buckets were reconciled during ${operation}`, at),

  ignoredInAggregation: (annotations: Annotations, aggregation: string, at: SourceRange): void =>
    annotations.info(`ignored histogram in ${aggregation} aggregation`, at),

  ignoredInRange: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.info(
      `ignored histograms in a range containing both floats and histograms for metric name ${goQuote(metric)}`,
      at,
    ),

  nanQuantile: (annotations: Annotations, effect: 'result' | 'skew', metric: string, at: SourceRange): void =>
    annotations.info(
      `input to histogram_quantile has NaN observations, result is ${effect === 'result' ? 'NaN' : 'skewed higher'}` +
        forMetric(metric),
      at,
    ),

  nanFraction: (annotations: Annotations, metric: string, at: SourceRange): void =>
    annotations.info(
      `input to histogram_fraction has NaN observations, which are excluded from all fractions${forMetric(metric)}`,
      at,
    ),
} as const;

const forMetric = (metric: string): string => (metric === '' ? '' : ` for metric name ${goQuote(metric)}`);
