import type { WindowFunction, WindowView } from '../context.js';
import { kahanStep } from '../kahan.js';

/** Population variance by Welford's method, compensated. */
function variance({ values, from, to }: WindowView): number {
  let mean = 0;
  let meanLost = 0;
  let squares = 0;
  let squaresLost = 0;
  for (let i = from; i < to; i++) {
    const delta = values[i]! - (mean + meanLost);
    [mean, meanLost] = kahanStep(delta / (i - from + 1), mean, meanLost);
    [squares, squaresLost] = kahanStep(delta * (values[i]! - (mean + meanLost)), squares, squaresLost);
  }
  return (squares + squaresLost) / (to - from);
}

export const stdvarOverTime: WindowFunction = { kind: 'window', matrixArg: 0, compute: variance };
export const stddevOverTime: WindowFunction = {
  kind: 'window',
  matrixArg: 0,
  compute: (window) => Math.sqrt(variance(window)),
};
