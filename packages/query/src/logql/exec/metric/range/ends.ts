import type { WindowFunction } from './window-function.js';

/** Of samples of equal time the one that arrived first. */
export const firstOverTime: WindowFunction = ({ values, from }) => values[from]!;

/** Of samples of equal time the one that arrived last. */
export const lastOverTime: WindowFunction = ({ values, to }) => values[to - 1]!;
