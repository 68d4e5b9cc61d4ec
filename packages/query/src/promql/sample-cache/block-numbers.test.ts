import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BlockNumbers } from './block-numbers.js';

it('has what was added, and nothing else while there are few gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 })), (added) => {
      const numbers = new BlockNumbers();
      for (const number of added) numbers.add(number);
      for (let number = -1; number <= 101; number++) expect(numbers.has(number)).toBe(added.includes(number));
    }),
  );
});

it('never loses a number, however many gaps there are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 200, maxLength: 300 }), (added) => {
      const numbers = new BlockNumbers();
      for (const number of added) numbers.add(number);
      expect(added.filter((number) => !numbers.has(number))).toEqual([]);
      expect(numbers.has(Math.max(...added) + 1)).toBe(false);
    }),
  );
});
