import { type AcceptWindow, epochDay, type EpochDay, millis, type Millis } from '@bongsu/model';

const NS_PER_DAY = 86_400_000_000_000;
const TWO_32 = 4_294_967_296;
/** Above the rounding error of a nanosecond time held in a double (256 ns until the year 2262). */
const DOUBLE_ERROR_NS = 1_024;
/** The first high half that a signed 64-bit column cannot hold: the year 2262. */
export const HI_PAST_INT64 = 0x8000_0000;

/** The UTC day that holds a nanosecond time given by its halves; exact. */
export function dayOfNanos(lo: number, hi: number): EpochDay {
  const approximate = hi * TWO_32 + lo;
  const day = Math.floor(approximate / NS_PER_DAY);
  const rest = approximate - day * NS_PER_DAY;
  if (rest > DOUBLE_ERROR_NS && rest < NS_PER_DAY - DOUBLE_ERROR_NS) return epochDay(day);
  return epochDay(Number(((BigInt(hi) << 32n) | BigInt(lo)) / BigInt(NS_PER_DAY)));
}

/** Checks nanosecond times, given by their halves, against the accept window. */
export class TimeWindow {
  readonly #oldest: number;
  readonly #newest: number;

  constructor(readonly window: AcceptWindow) {
    this.#oldest = window.oldest * 1e6;
    this.#newest = window.newest * 1e6;
  }

  /** '' when the time is accepted, else why not; `field` names the time in the reason. */
  problem(lo: number, hi: number, field: string): string {
    const ns = hi * TWO_32 + lo;
    if (ns < this.#oldest) return `${field} is before ${iso(this.window.oldest)}, the oldest time that is accepted`;
    if (ns > this.#newest || hi >= HI_PAST_INT64)
      return `${field} is after ${iso(this.window.newest)}, the newest time that is accepted`;
    return '';
  }
}

/** The range of JavaScript dates is +-8.64e15 ms. */
function iso(time: Millis): string {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, millis(time)))).toISOString();
}
