import { zoneSetting } from '../../time/zone.js';

/** What a clock is read in, milliseconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1_000,
);
const DAY_MS = 86_400_000;

/** Round times within a range on the clock of the page's zone, at most `most` of them. Unix milliseconds, both ends inclusive. */
export function timeTicks(start: number, end: number, most: number): readonly number[] {
  const rough = (end - start) / Math.max(1, most);
  const step = STEPS.find((one) => one >= rough) ?? Math.ceil(rough / DAY_MS) * DAY_MS;
  const offset = zoneSetting.offsetMs(start);
  const ticks: number[] = [];
  for (let at = Math.ceil((start + offset) / step) * step - offset; at <= end; at += step) ticks.push(at);
  return ticks.slice(0, most);
}
