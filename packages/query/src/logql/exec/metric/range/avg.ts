import { addToMean } from '../mean.js';
import type { WindowFunction } from './window-function.js';

export const avgOverTime: WindowFunction = ({ values, from, to }) => {
  let mean = 0;
  for (let i = from; i < to; i++) mean = addToMean(mean, values[i]!, i - from + 1);
  return mean;
};
