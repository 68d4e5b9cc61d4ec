import type { WindowFunction } from './window-function.js';

/** How many different values there are; a value stands for a text (see `TextNumbers`). */
export const countDistinct: WindowFunction = ({ values, from, to }) => new Set(values.subarray(from, to)).size;
