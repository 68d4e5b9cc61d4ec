import type { StepColumns } from './step-columns.js';

/** How many members have a value, per step; none where none has. */
export function countOf(members: readonly StepColumns[], steps: number): StepColumns {
  const values = new Float64Array(steps);
  for (const one of members) for (let i = 0; i < steps; i++) values[i] = values[i]! + one.present[i]!;
  return { values, present: Uint8Array.from(values, (n) => (n > 0 ? 1 : 0)) };
}
