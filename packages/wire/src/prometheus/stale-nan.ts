/** The bits Prometheus marks the end of a series with: the NaN 0x7ff0000000000002. */
export const STALE_NAN_LO = 2;
export const STALE_NAN_HI = 0x7ff0_0000;
