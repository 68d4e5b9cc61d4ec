import type { LogRange } from '../../syntax/index.js';
import { presence } from './binary/signature.js';
import { LabelSet } from './label-set.js';
import type { StepSeries } from './series.js';

/** 1 at the steps whose window has no line, with the labels that the selector names once, by `=`. */
export function absentOverTime(
  { query: { selector } }: LogRange,
  counts: readonly StepSeries[],
  steps: number,
): readonly StepSeries[] {
  const there = presence(counts, steps);
  if (!there.includes(0)) return [];
  const { matchers } = selector;
  const certain = matchers.filter(
    ({ name, op, value }) => op === '=' && value !== '' && matchers.filter((m) => m.name === name).length === 1,
  );
  const labels = LabelSet.of(Object.fromEntries(certain.map(({ name, value }) => [name, value])));
  return [{ labels, values: new Float64Array(steps).fill(1), present: there.map((one) => 1 - one) }];
}
