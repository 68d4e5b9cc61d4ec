import type { StepColumns } from './step-columns.js';

/** Population variance by Welford's method, per step. */
export function varianceOf(members: readonly StepColumns[], steps: number): StepColumns {
  const values = new Float64Array(steps);
  const present = new Uint8Array(steps);
  for (let i = 0; i < steps; i++) {
    let n = 0;
    let mean = 0;
    let squares = 0;
    for (const one of members) {
      if (one.present[i] === 0) continue;
      const value = one.values[i]!;
      const delta = value - mean;
      mean += delta / ++n;
      squares += delta * (value - mean);
    }
    if (n === 0) continue;
    values[i] = squares / n;
    present[i] = 1;
  }
  return { values, present };
}

/** Its square root. */
export function deviationOf(members: readonly StepColumns[], steps: number): StepColumns {
  const { values, present } = varianceOf(members, steps);
  return { values: values.map(Math.sqrt), present };
}
