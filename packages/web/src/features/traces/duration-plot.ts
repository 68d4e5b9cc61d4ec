import { type TraceSummary } from '../../api/tempo-search.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';

export interface PlotDot {
  readonly trace: TraceSummary;
  /** 0 to 1, left to right and bottom to top. */
  readonly x: number;
  readonly y: number;
}

export interface DurationPlot {
  readonly dots: readonly PlotDot[];
  /** Milliseconds at round heights of the axis. */
  readonly ticks: readonly { readonly ms: number; readonly y: number }[];
}

/** The shortest duration that is told from none: the API gives whole milliseconds. */
const LEAST_MS = 1;

/**
 * Traces by start and duration. The axis of durations is logarithmic, from the power of ten below the shortest to the
 * one above the longest: one slow trace must not press all others to the bottom.
 * @param range Unix milliseconds.
 */
export function durationPlot(
  traces: readonly TraceSummary[],
  range: { readonly start: number; readonly end: number },
): DurationPlot {
  const lengths = traces.map(({ durationMs }) => Math.max(LEAST_MS, durationMs));
  if (lengths.length === 0) return { dots: [], ticks: [] };
  const bottom = Math.floor(Math.log10(lengths.reduce((a, b) => Math.min(a, b))));
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(lengths.reduce((a, b) => Math.max(a, b)))));
  const height = (ms: number): number => (Math.log10(ms) - bottom) / (top - bottom);
  return {
    dots: traces.flatMap((trace, i) => {
      const x = (nanosToMs(parseNanos(trace.startNs)) - range.start) / (range.end - range.start);
      return x >= 0 && x <= 1 ? [{ trace, x, y: height(lengths[i] ?? LEAST_MS) }] : [];
    }),
    ticks: Array.from({ length: top - bottom + 1 }, (_, i) => ({ ms: 10 ** (bottom + i), y: i / (top - bottom) })),
  };
}
