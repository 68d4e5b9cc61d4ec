import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBudget } from './byte-budget.js';

it('refuses what does not fit and takes it after a release', () => {
  const budget = new ByteBudget(100);
  const first = budget.open();
  const second = budget.open();
  expect(first.reserve(70)).toBe(true);
  expect(second.reserve(31)).toBe(false);
  expect(second.reserve(30)).toBe(true);
  expect(budget.held).toBe(100);
  first.release();
  first.release();
  expect(budget.held).toBe(30);
  expect(second.reserve(70)).toBe(true);
});

it('never passes its total and ends at zero', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(60), { maxLength: 5 }), { maxLength: 8 }), (requests) => {
      const budget = new ByteBudget(200);
      const shares = requests.map((sizes) => {
        const share = budget.open();
        for (const size of sizes) share.reserve(size);
        expect(budget.held).toBeLessThanOrEqual(200);
        return share;
      });
      for (const share of shares) share.release();
      expect(budget.held).toBe(0);
    }),
  );
});
