import { RESET_HINT } from '../histogram/float-histogram.js';
import type { HistogramMean, HistogramSum } from '../histogram/kahan-histogram.js';
import { KahanMean, KahanSum } from '../kahan.js';
import { nativeAnnotations } from '../native-annotations.js';
import { StepValues, valueAt, type StepSeries } from '../series.js';
import type { NativeFold } from './aggregator.js';

interface NumberFold {
  add(value: number): void;
  readonly result: number;
}

/**
 * Folds members that are partly or all histograms. A step with both kinds, or with histograms that do not go together,
 * has no result and is reported.
 */
export const foldingHistograms =
  (numbers: () => NumberFold, histograms: () => HistogramSum | HistogramMean): NativeFold =>
  (members, steps, { annotations, at }) => {
    const result = new StepValues(steps);
    for (let i = 0; i < steps; i++) {
      const there = members.filter(({ present }) => present[i] === 1);
      const kinds = new Set(there.map(({ histograms: column }) => column?.[i] === undefined));
      if (kinds.size === 2) nativeAnnotations.mixedAggregation(annotations, at);
      else if (kinds.has(true)) {
        const fold = numbers();
        for (const one of there) fold.add(one.values[i]!);
        result.set(i, fold.result);
      } else if (kinds.has(false)) result.set(i, foldStep(there, i));
    }
    return result.columns;

    function foldStep(there: readonly StepSeries[], i: number) {
      const fold = histograms();
      const hints = new Set<number>();
      for (const one of there) {
        const histogram = valueAt(one, i);
        if (typeof histogram === 'number') throw new Error('BUG: a number among histograms');
        hints.add(histogram.hint);
        if (fold.add(histogram)) continue;
        nativeAnnotations.mixedSchemas(annotations, one.labels.name, at);
        return undefined;
      }
      if (fold.reconciled) nativeAnnotations.reconciled(annotations, 'aggregation', at);
      if (hints.has(RESET_HINT.reset) && hints.has(RESET_HINT.notReset)) {
        nativeAnnotations.resetConflict(annotations, 'aggregation', at);
      }
      return fold.result;
    }
  };

export const sumOfNumbers = (): NumberFold => {
  const sum = new KahanSum();
  return {
    add: (value) => sum.add(value),
    get result() {
      return sum.total;
    },
  };
};

export const meanOfNumbers = (): NumberFold => {
  const mean = new KahanMean();
  return {
    add: (value) => mean.add(value),
    get result() {
      return mean.mean;
    },
  };
};
