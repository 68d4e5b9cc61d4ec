import { describe, expect, it } from 'vitest';
import { backoffDelay } from './backoff.js';
import { durationMs } from './time.js';

describe('backoffDelay', () => {
  const options = { initial: durationMs(100), max: durationMs(1000) };
  it.each([
    [0, 0, 50],
    [0, 1, 100],
    [2, 0, 200],
    [2, 1, 400],
    [10, 1, 1000],
    [2000, 1, 1000],
  ])('attempt %i with random %d waits %d ms', (attempt, random, expected) => {
    expect(backoffDelay(attempt, { ...options, random: () => random })).toBe(expected);
  });
});
