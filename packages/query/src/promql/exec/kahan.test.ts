import { describe, expect, it } from 'vitest';
import { KahanMean, KahanSum } from './kahan.js';

function sum(values: readonly number[]): number {
  const total = new KahanSum();
  for (const value of values) total.add(value);
  return total.total;
}

function mean(values: readonly number[]): number {
  const total = new KahanMean();
  for (const value of values) total.add(value);
  return total.mean;
}

describe('KahanSum', () => {
  it.each([
    [[], 0],
    [[1, 1e100, 1, -1e100], 2],
    [new Array<number>(10).fill(0.1), 1],
    [[1, Infinity], Infinity],
    [[Infinity, -Infinity], NaN],
    [[1, NaN], NaN],
  ])('of %j is %d', (values, expected) => {
    expect(sum(values)).toBe(expected);
  });
});

describe('KahanMean', () => {
  it.each([
    [[5], 5],
    [[1, 1e100, 1, -1e100], 0.5],
    [[1.7e308, 1.7e308, 1.7e308], 1.7e308],
    [[-1.7e308, 1.7e308], 0],
    [[Infinity, 1], Infinity],
    [[Infinity, -Infinity], NaN],
  ])('of %j is %d', (values, expected) => {
    expect(mean(values)).toBe(expected);
  });
});
