import type { StepColumns } from './step-columns.js';

/** NaN gives way to every number. */
const extreme =
  (better: (value: number, than: number) => boolean) =>
  (members: readonly StepColumns[], steps: number): StepColumns => {
    const values = new Float64Array(steps);
    const present = new Uint8Array(steps);
    for (const one of members) {
      for (let i = 0; i < steps; i++) {
        if (one.present[i] === 0) continue;
        const value = one.values[i]!;
        if (present[i] === 0 || better(value, values[i]!) || Number.isNaN(values[i])) values[i] = value;
        present[i] = 1;
      }
    }
    return { values, present };
  };

export const leastOf = extreme((value, than) => value < than);
export const greatestOf = extreme((value, than) => value > than);
