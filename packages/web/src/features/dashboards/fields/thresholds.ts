import { asArray, asNumber, asRecord, asText } from '../../../api/json.js';
import { cssColour } from './colours.js';

export interface ThresholdStep {
  /** From here up; -Infinity for the first. */
  readonly from: number;
  readonly colour: string;
}

export interface Thresholds {
  /** Percent: `from` counts in percent of the way from min to max. */
  readonly mode: 'absolute' | 'percentage';
  /** Ascending. */
  readonly steps: readonly ThresholdStep[];
}

export const noThresholds: Thresholds = { mode: 'absolute', steps: [] };

export function readThresholds(value: unknown): Thresholds {
  const json = asRecord(value);
  const steps = asArray(json['steps']).map((item) => {
    const step = asRecord(item);
    return { from: asNumber(step['value']) ?? -Infinity, colour: cssColour(asText(step['color'])) ?? 'var(--muted)' };
  });
  return {
    mode: json['mode'] === 'percentage' ? 'percentage' : 'absolute',
    steps: steps.sort((a, b) => a.from - b.from),
  };
}

/** The step a value lies in. */
export function stepAt(
  { mode, steps }: Thresholds,
  value: number,
  range: { readonly min: number; readonly max: number },
): ThresholdStep | undefined {
  const at = mode === 'percentage' ? ((value - range.min) / (range.max - range.min || 1)) * 100 : value;
  return steps.findLast(({ from }) => at >= from);
}

/** Steps in values, whatever the mode. */
export function absoluteSteps(
  { mode, steps }: Thresholds,
  range: { readonly min: number; readonly max: number },
): readonly ThresholdStep[] {
  if (mode === 'absolute') return steps;
  return steps.map(({ from, colour }) => ({ from: range.min + (from / 100) * (range.max - range.min), colour }));
}
