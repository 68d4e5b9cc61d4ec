import { expect, it } from 'vitest';
import { systemClock } from '@bongsu/model';
import { BusyShare } from './busy-share.js';

it.each([
  ['idle', 0, 1000, 0, 0.01],
  ['one of 20 ms every second', 20, 1000, 0.001, 0.05],
  ['half of the time', 100, 200, 0.4, 0.6],
  ['all of the time', 100, 100, 0.99, 1],
])('tells how busy somebody is: %s', (_, busyMs, everyMs, least, most) => {
  let now = 0;
  const share = new BusyShare({ ...systemClock(), monotonic: () => now });
  for (let t = 0; t < 20_000; t += everyMs) {
    now = t;
    if (busyMs > 0) share.begin();
    now = t + busyMs;
    if (busyMs > 0) share.end();
  }
  now = 20_000;
  expect(share.share()).toBeGreaterThanOrEqual(least);
  expect(share.share()).toBeLessThanOrEqual(most);
});
