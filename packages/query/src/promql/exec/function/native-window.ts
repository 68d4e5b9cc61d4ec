import type { NativeWindow, WindowReport } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { nativeAnnotations } from '../native-annotations.js';

/** The histograms of a window; undefined where there are numbers as well. */
export function onlyHistograms({ histograms, from, to }: NativeWindow): readonly FloatHistogram[] | undefined {
  const found = histograms.slice(from, to).filter((histogram) => histogram !== undefined);
  return found.length === to - from ? found : undefined;
}

/** As `onlyHistograms`, for functions that can make nothing of a mixture and say so. */
export function histogramsOrWarning(window: NativeWindow, report: WindowReport): readonly FloatHistogram[] | undefined {
  const histograms = onlyHistograms(window);
  if (histograms === undefined) nativeAnnotations.mixedSamples(report.annotations, report.metric, report.argPos);
  return histograms;
}

/** The sample at a place of the series the window is of. */
export const sampleAt = ({ histograms, values }: NativeWindow, i: number): number | FloatHistogram =>
  histograms[i] ?? values[i]!;
