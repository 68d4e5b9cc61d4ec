import type { WindowFunction } from './window-function.js';

export const countOverTime: WindowFunction = ({ from, to }) => to - from;

/** Lines a second. */
export const lineRate: WindowFunction = ({ from, to }, rangeSeconds) => (to - from) / rangeSeconds;
