import type { StepNumbers, WindowColumn, WindowFunction, WindowView } from '../context.js';

/** NaN gives way to every number; of equal ones (0 and -0) the first counts. */
function extremeOverTime(better: (value: number, than: number) => boolean): WindowFunction {
  const compute = ({ values, from, to }: WindowView): number => {
    let best = values[from]!;
    for (let i = from + 1; i < to; i++) if (better(values[i]!, best) || Number.isNaN(best)) best = values[i]!;
    return best;
  };
  return {
    kind: 'window',
    matrixArg: 0,
    keepsName: false,
    compute,
    computeAll: (windows, out) => extremes(windows, better, out),
  };
}

/** Each sample comes in and goes out once, however many windows hold it. */
function extremes(
  { values, from, to }: WindowColumn,
  better: (value: number, than: number) => boolean,
  out: StepNumbers,
): void {
  // Places of the samples that may still be the extreme of a window, rising, the best first: from `first` to `end`.
  const candidates = new Int32Array(values.length);
  let first = 0;
  let end = 0;
  let next = 0;
  for (let step = 0; step < to.length; step++) {
    const low = from[step]!;
    const high = to[step]!;
    if (low === high) continue;
    for (; next < high; next++) {
      const value = values[next]!;
      if (Number.isNaN(value)) continue;
      while (end > first && better(value, values[candidates[end - 1]!]!)) end--;
      candidates[end++] = next;
    }
    while (first < end && candidates[first]! < low) first++;
    out.present[step] = 1;
    out.values[step] = first < end ? values[candidates[first]!]! : NaN;
  }
}

export const minOverTime = extremeOverTime((value, than) => value < than);
export const maxOverTime = extremeOverTime((value, than) => value > than);
