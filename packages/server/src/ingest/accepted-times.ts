import { millis, type AcceptWindow, type DurationMs, type Millis } from '@bongsu/model';
import type { Signal } from '../self/self-metrics.js';

/** How old and how new a record of a signal may be; read anew for every request. */
export interface AcceptedTimes {
  readonly retention: Readonly<Record<Signal, DurationMs | 'off'>>;
  readonly futureWindow: DurationMs;
}

/** The first time that the engine's columns hold; without retention samples may lie before 1970. */
const FIRST_TIME = millis(Date.UTC(1900, 0, 1));

export function acceptWindow({ retention, futureWindow }: AcceptedTimes, signal: Signal, now: Millis): AcceptWindow {
  const kept = retention[signal];
  return { oldest: kept === 'off' ? FIRST_TIME : millis(now - kept), newest: millis(now + futureWindow) };
}
