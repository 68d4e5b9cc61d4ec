import { nanos } from '@bongsu/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { growingWindows } from './growing-windows.js';

it('covers the range once, without gaps, from the end the direction starts at', () => {
  const time = fc.bigInt(-(2n ** 62n), 2n ** 62n);
  fc.assert(
    fc.property(time, time, fc.constantFrom('forward', 'backward'), (a, b, direction) => {
      const [start, end] = a < b ? [nanos(a), nanos(b)] : [nanos(b), nanos(a)];
      const windows = [...growingWindows(start, end, direction)];
      expect(windows.length).toBeLessThan(20);
      const ordered = direction === 'forward' ? windows : [...windows].reverse();
      let at = start;
      for (const window of ordered) {
        expect(window.start).toBe(at);
        expect(window.end > window.start).toBe(true);
        at = window.end;
      }
      expect(at).toBe(end);
    }),
  );
});
