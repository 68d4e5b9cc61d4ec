import { nanos, type Nanos } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Direction, Window } from '../../lang/index.js';
import { LineWindows } from './line-windows.js';

function windowsOf(start: Nanos, end: Nanos, direction: Direction, found: number): Window[] {
  const windows = new LineWindows(start, end, direction);
  const all: Window[] = [];
  for (let one = windows.next(found, 1000); one; one = windows.next(found, 1000)) all.push(one);
  return all;
}

it('covers the range once, without gaps, from the end the direction starts at', () => {
  const time = fc.bigInt(-(2n ** 62n), 2n ** 62n);
  const lines = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(time, time, fc.constantFrom('forward', 'backward'), lines, (a, b, direction, found) => {
      const [start, end] = a < b ? [nanos(a), nanos(b)] : [nanos(b), nanos(a)];
      const windows = windowsOf(start, end, direction, found);
      expect(windows.length).toBeLessThan(20);
      let at = start;
      for (const window of direction === 'forward' ? windows : [...windows].reverse()) {
        expect(window.start).toBe(at);
        expect(window.end > window.start).toBe(true);
        at = window.end;
      }
      expect(at).toBe(end);
    }),
  );
});

it.each([
  ['an hour without lines', 3600n, 0, [60n, 3540n]],
  ['a day without lines', 86_400n, 0, [60n, 3600n, 82_740n]],
  ['an hour of dense lines', 3600n, 500, [60n, 300n, 1500n, 1740n]],
  ['an hour of sparse lines', 7200n, 50, [60n, 2400n, 4740n]],
  ['less than the first window', 40n, 0, [40n]],
])('%s', (_, seconds, found, widths) => {
  const end = nanos(seconds * 1_000_000_000n);
  const windows = windowsOf(nanos(0n), end, 'backward', found);
  expect(windows.map((window) => (window.end - window.start) / 1_000_000_000n)).toEqual(widths);
});
