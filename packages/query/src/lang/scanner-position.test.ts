import { expect, it } from 'vitest';
import { scannerPosition } from './scanner-position.js';

it('counts lines and characters from 1', () => {
  expect(scannerPosition('', 0)).toEqual({ line: 1, column: 1 });
  expect(scannerPosition('한😀x', 3)).toEqual({ line: 1, column: 3 });
  expect(scannerPosition('a\n\nbc', 4)).toEqual({ line: 3, column: 2 });
});
