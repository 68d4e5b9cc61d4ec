import { durationMs, millis } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LabelSet } from '../label-set.js';
import { forEachWindow, windowsOf } from '../window.js';
import { delta, increase, rate } from './extrapolated-rate.js';
import { maxOverTime, minOverTime } from './extreme-over-time.js';

const sample = fc.record({
  apart: fc.integer({ min: 1, max: 40_000 }),
  value: fc.oneof(
    fc.nat(50),
    fc.double(),
    fc.nat(9000).map((n) => n / 100),
  ),
});

it.each([
  ['rate', rate],
  ['increase', increase],
  ['delta', delta],
  ['min_over_time', minOverTime],
  ['max_over_time', maxOverTime],
])('%s of all windows is that of each', (_, impl) => {
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 40 }),
      fc.integer({ min: 1, max: 120_000 }),
      fc.integer({ min: 1, max: 90_000 }),
      fc.integer({ min: 1, max: 20 }),
      (samples, range, step, count) => {
        let time = 0;
        const times = Float64Array.from(samples, ({ apart }) => (time += apart));
        const series = { labels: LabelSet.EMPTY, dropName: false, times, values: Float64Array.from(samples, (s) => s.value) }; // prettier-ignore
        const grid = { start: millis(0), step: durationMs(step), count };
        const windows = windowsOf(
          [series],
          range,
          Float64Array.from({ length: count }, (__, i) => i * step),
        );
        const each = new Map<number, number>();
        forEachWindow(series, windows, grid, (window, i) => {
          const value = impl.compute(window, []);
          if (value !== undefined) each.set(i, value);
        });
        const all = { values: new Float64Array(count), present: new Uint8Array(count) };
        const { ends } = windows;
        impl.computeAll!({ times, values: series.values, ends, range, ...windows.bounds.of(times) }, all);
        const found = [...all.present.keys()].filter((i) => all.present[i] === 1);
        expect(found.map((i) => [i, all.values[i]])).toEqual([...each]);
      },
    ),
  );
});
