import { formatDateTime } from '../../../time/format.js';

/** Labels of a time axis: clock times, and the date where a day begins. Unix seconds. */
export function timeLabels(splits: readonly number[]): string[] {
  return splits.map((seconds) => {
    const text = formatDateTime(seconds * 1_000);
    const clock = text.slice(11);
    if (clock === '00:00:00') return text.slice(5, 10);
    return clock.endsWith(':00') ? clock.slice(0, 5) : clock;
  });
}
