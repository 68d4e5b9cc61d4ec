import { millis, type Millis } from '@bongsu/model';

/** What DateTime64 and Date32 hold: 1900-01-01 to the end of 2299. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2300, 0, 1) - 1;

/** The nearest whole millisecond the engine can hold. Nothing is stored beyond, so a comparison stays right. */
export const storableMillis = (time: Millis): Millis => millis(Math.min(Math.max(Math.floor(time), FIRST), LAST));
