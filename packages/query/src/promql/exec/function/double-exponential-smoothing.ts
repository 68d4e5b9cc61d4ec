import type { WindowFunction } from '../context.js';
import { failExecution } from '../eval-error.js';

/** Go's `%f`. */
const fixed = (value: number): string => (Number.isNaN(value) ? 'NaN' : value.toFixed(6));

function requireFactor(value: number, name: string, symbol: string): void {
  // NaN passes, as in Prometheus.
  if (!(value <= 0 || value >= 1)) return;
  failExecution(`invalid ${name} factor. Expected: 0 < ${symbol} < 1, got: ${fixed(value)}`);
}

/** A moving average that weighs newer samples more and carries their trend on (Holt's linear method). */
export const doubleExponentialSmoothing: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: ({ values, from, to }, [smoothing, trendFactor]) => {
    requireFactor(smoothing!, 'smoothing', 'sf');
    requireFactor(trendFactor!, 'trend', 'tf');
    if (to - from < 2) return undefined;
    let smoothed = values[from]!;
    let before = 0;
    let trend = values[from + 1]! - values[from]!;
    for (let i = from + 1; i < to; i++) {
      if (i > from + 1) trend = trendFactor! * (smoothed - before) + (1 - trendFactor!) * trend;
      const next = smoothing! * values[i]! + (1 - smoothing!) * (smoothed + trend);
      before = smoothed;
      smoothed = next;
    }
    return smoothed;
  },
};
